package dev.modeldispatch.core.file;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Collects how a {@link FileResponder} answers. Not thread-safe. */
public final class FileResponderBuilder {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final int MAX_FILE = 8 * 1024 * 1024;
  private static final int PARALLEL = 4;

  private final Path folder;
  private final Threads.Choice threads = new Threads.Choice();
  private String name =
      "responder-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  private Optional<Dispatcher> dispatcher = Optional.empty();
  private ModelTarget target = FileDispatcher.AGENT;
  private Duration poll = Duration.ofMillis(500);
  private int parallel = PARALLEL;

  FileResponderBuilder(Path folder) {
    this.folder = folder;
  }

  /** Sets who is asked, and as which {@code provider/model}. */
  public FileResponderBuilder asks(Dispatcher who, String target) {
    dispatcher = Optional.of(who);
    this.target = ModelTarget.parse(target);
    return this;
  }

  /**
   * Asks a person, one question at a time, who types the answer and a line with a single dot. At
   * the end of the input what is left is failed.
   */
  public FileResponderBuilder asksPerson(InputStream in, PrintStream out) {
    parallel = 1;
    return asks(new Person(in, out), "person/terminal");
  }

  /**
   * Names it: after a crash, one of the same name goes on with what it had claimed. By default each
   * has a name of its own.
   */
  public FileResponderBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Bounds how many signals it works on at once; 4 by default. */
  public FileResponderBuilder parallel(int signals) {
    parallel = signals;
    return this;
  }

  /** Sets how long after one look the next follows; 500 ms by default. */
  public FileResponderBuilder pollInterval(Duration interval) {
    poll = interval;
    return this;
  }

  /** Replaces time, for tests: both have to belong together. The timer stays the caller's. */
  public FileResponderBuilder time(InstantSource clock, ScheduledExecutorService timers) {
    threads.time(clock, timers);
    return this;
  }

  /** Does everything on the thread that calls or moves time. */
  FileResponderBuilder onCallingThread() {
    threads.onCallingThread();
    return this;
  }

  /**
   * Starts it.
   *
   * @throws IllegalArgumentException if nobody is asked, or a setting is below its bound
   * @throws java.io.UncheckedIOException if the folder cannot be made
   */
  public FileResponder start() {
    var problems = Misuse.check("responder");
    Names.problem(name).ifPresent(problems::add);
    problems
        .unless(dispatcher.isPresent(), () -> "nobody to ask; name one with asks(..)")
        .unless(parallel >= 1, () -> "parallel " + parallel + " must be at least 1")
        .unless(
            poll.compareTo(Duration.ZERO) > 0, () -> "pollInterval " + poll + " must be above zero")
        .orThrow();
    var settings =
        new ResponderSettings(name, dispatcher.orElseThrow(), target, poll, parallel, MAX_FILE);
    var responder = new FileResponder(settings, SuiteFolder.open(folder), threads.start());
    responder.lookSoon();
    return responder;
  }
}
