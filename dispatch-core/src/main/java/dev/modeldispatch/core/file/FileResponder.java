package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.FileTrouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the signals in a suite's folder with any dispatcher, or with a person. Several can serve
 * one folder: each signal is claimed by one of them. Thread-safe; {@link #close} cancels what it
 * works on and leaves it to others.
 *
 * <pre>{@code
 * var builder = FileResponder.builder(folder).asks(models.dispatcher(), "openai/gpt-x");
 * try (var responder = builder.start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>An answer that is a JSON object or list, fenced or not, becomes the artifact's data as it is,
 * any other text a JSON string. A failure becomes the signal's error. What a signal names has to be
 * inside its folder. A signal that is called off ends the work on it.
 *
 * <p>Between threads: one sweep at a time runs, and it alone touches what was seen and tried; what
 * is worked on is guarded by this, and nothing is asked or written under the lock.
 */
public final class FileResponder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileResponder.class);

  /** A signal as it was seen last. */
  private record Seen(Stamp stamp, Optional<Signal> signal) {}

  private final ResponderSettings settings;
  private final SuiteFolder folder;
  private final Threads threads;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<String, Long> tried = new HashMap<>();
  private final Map<String, FileReply> running = new HashMap<>();
  private final AtomicLong answered = new AtomicLong();
  private boolean closed;

  FileResponder(ResponderSettings settings, SuiteFolder folder, Threads threads) {
    this.settings = settings;
    this.folder = folder;
    this.threads = threads;
  }

  /** Returns a builder of a responder to this suite's folder, which is made if it is missing. */
  public static FileResponderBuilder builder(Path folder) {
    return new FileResponderBuilder(folder);
  }

  /** {@return how many answers it has written} */
  public long answered() {
    return answered.get();
  }

  void lookSoon() {
    try {
      var unused = threads.after(settings.poll(), this::sweep);
    } catch (RejectedExecutionException e) {
      LOG.debug("the responder is closed; nobody looks any more");
    }
  }

  void sweep() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    try {
      List<Signal> waiting = new ArrayList<>();
      for (String name : folder.cases()) {
        lookAt(name).ifPresent(waiting::add);
      }
      waiting.sort(Comparator.comparingLong(Signal::dispatchId));
      waiting.forEach(this::answer);
    } catch (FileTrouble e) {
      LOG.warn("{}", e.getMessage());
    } catch (RuntimeException e) { // one folder's oddity must not end the looking
      LOG.warn("a sweep threw {}", e.getClass().getName());
    }
    lookSoon();
  }

  /** Returns the case's signal if it waits and was not tried; calls off what does not any more. */
  private Optional<Signal> lookAt(String name) {
    Path caseFolder = folder.path().resolve(name);
    @Nullable Seen before = seen.get(name);
    Stamp stamp = Stamp.of(caseFolder.resolve(Signal.FILE), before == null ? null : before.stamp());
    Optional<Signal> signal =
        before != null && stamp.isKnown() ? before.signal() : signal(caseFolder);
    seen.put(name, new Seen(stamp, signal));
    signal = signal.filter(s -> s.caseId().equals(name));
    Optional<Signal> waiting = signal.filter(s -> s.status() == Signal.Status.WAITING);
    FileReply reply;
    synchronized (this) {
      reply = running.get(name);
    }
    if (reply != null && waiting.filter(s -> s.dispatchId() == reply.dispatchId()).isEmpty()) {
      reply.callOff();
    }
    return waiting.filter(s -> !Long.valueOf(s.dispatchId()).equals(tried.get(name)));
  }

  private static Optional<Signal> signal(Path caseFolder) {
    try {
      return SignalFile.read(caseFolder);
    } catch (FileTrouble e) {
      LOG.debug("{}", e.getMessage());
      return Optional.empty();
    }
  }

  private void answer(Signal signal) {
    String name = signal.caseId();
    var reply = new FileReply(settings, folder, threads, signal, this::ended);
    synchronized (this) {
      if (closed || running.size() >= settings.parallel() || running.containsKey(name)) {
        return;
      }
      running.put(name, reply);
    }
    try {
      if (Claim.take(folder.path().resolve(name), signal.dispatchId(), settings.name())) {
        tried.put(name, signal.dispatchId());
        threads.files().execute(reply::begin);
        return;
      }
      tried.put(name, signal.dispatchId());
    } catch (FileTrouble e) {
      LOG.warn("{}", e.getMessage());
    }
    ended(reply);
  }

  private void ended(FileReply reply) {
    synchronized (this) {
      running.remove(reply.caseId(), reply);
    }
    if (reply.hasAnswered()) {
      answered.incrementAndGet();
    }
  }

  @Override
  public void close() {
    List<FileReply> left;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      left = List.copyOf(running.values());
    }
    left.forEach(FileReply::leave);
    threads.close();
  }

  @Override
  public String toString() {
    return "FileResponder[" + settings.name() + ", " + folder.path() + "]";
  }
}
