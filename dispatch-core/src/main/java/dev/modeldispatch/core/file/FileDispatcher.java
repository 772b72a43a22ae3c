package dev.modeldispatch.core.file;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.batch.FanOut;
import dev.modeldispatch.core.internal.SerialEvents;
import dev.modeldispatch.core.internal.Trace;
import dev.modeldispatch.core.usage.UsageLedger;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks whoever watches a folder: writes a prompt and a signal, and waits for the answer's file.
 * Thread-safe. One process at a time owns a folder.
 *
 * <p>Targets are {@code file/<responder>}; the name is the caller's own, since whoever watches the
 * folder answers. A prompt's labels {@link #CASE}, {@link #STEP} and {@link #ARTIFACT} say where it
 * goes; without a case each prompt has one of its own. The time from the call on is bounded by the
 * prompt's timeout, or by 10 minutes. Sessions and JSON schemas are refused; fallbacks and hedges
 * are not followed, which a note of the result says.
 *
 * <p>No thread waits: all waiting asks are looked at in one sweep, 500 ms after the one before.
 */
public final class FileDispatcher implements Dispatcher, AutoCloseable {
  /** The label of a prompt that names its case, and so its folder. */
  public static final String CASE = UsageLedger.CASE;

  /** The label of a prompt that names its step; {@code ask} by default. */
  public static final String STEP = UsageLedger.STEP;

  /**
   * The label of a prompt that names the answer's file in the case's folder; else the step does.
   */
  public static final String ARTIFACT = "artifact";

  /** The provider id of all targets. */
  public static final String PROVIDER = "file";

  /** Where suites are kept by custom. */
  public static final Path DEFAULT_ROOT = Path.of(".asterisk", "calibrate");

  static final ModelTarget AGENT = ModelTarget.of(PROVIDER, FileCase.RESPONDER);

  private final Desk desk;

  FileDispatcher(Desk desk) {
    this.desk = desk;
  }

  /** Returns a builder of a dispatcher for this suite's folder, which is made if it is missing. */
  public static FileDispatcherBuilder builder(Path folder) {
    return new FileDispatcherBuilder(folder);
  }

  /** Returns a builder of a dispatcher for the folder of this suite below the root. */
  public static FileDispatcherBuilder builder(Path root, String suiteId) {
    var problems = Misuse.check("suite");
    Names.problem(suiteId).ifPresent(problems::add);
    problems.orThrow();
    return builder(root.resolve(suiteId));
  }

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    Objects.requireNonNull(listener, "listener");
    Optional<Failure> refusal = refusal(target, prompt);
    if (refusal.isPresent()) {
      return refused(refusal.get(), target, prompt, listener);
    }
    try {
      return start(Post.of(desk, prompt), target, prompt, FileAsk.Form.TEXT, listener);
    } catch (Trouble e) {
      return refused(e.failure(), target, prompt, listener);
    }
  }

  /**
   * Asks one step of one case whose prompt file the caller has written, and returns at once. The
   * answer's text is the artifact's data as JSON.
   */
  public CompletableFuture<ModelResult> askAsync(FileCase ask, DispatchListener listener) {
    return start(Post.of(desk, ask), AGENT, standIn(ask), FileAsk.Form.JSON, listener);
  }

  /** Asks one step of one case, and waits; the answer's text is the artifact's data as JSON. */
  public ModelResult ask(FileCase ask) {
    Dispatcher door = (target, prompt, listener) -> askAsync(ask, listener);
    return door.dispatch(AGENT, standIn(ask));
  }

  /** What stands for a prompt whose text is in a file. */
  static Prompt standIn(FileCase ask) {
    return Prompt.builder("see the case's prompt file")
        .label(CASE, ask.caseId())
        .label(STEP, ask.step())
        .build();
  }

  CompletableFuture<ModelResult> start(
      Post post, ModelTarget target, Prompt prompt, FileAsk.Form form, DispatchListener listener) {
    var ask = new FileAsk(desk, post, target, prompt, form, listener);
    desk.begin(ask);
    return ask.future();
  }

  /**
   * Marks the case's signal {@code done}: the caller has what it wants of the answer. Does nothing
   * to a case that has no accepted answer.
   */
  public void markDone(String caseId) {
    CompletableFuture<Void> marked = new CompletableFuture<>();
    desk.threads()
        .files()
        .execute(
            () -> {
              desk.markDone(caseId);
              marked.complete(null);
            });
    marked.join();
  }

  /** {@return the dispatcher for many cases at once, without batches: no manifest is written} */
  public BatchDispatcher batch() {
    return FanOut.over(this, desk.threads().resources());
  }

  /** {@return the folder's real path} */
  public Path folder() {
    return desk.folder().path();
  }

  /** {@return how often the waiting asks were looked at, all in one sweep} */
  public long sweeps() {
    return desk.poller().sweeps();
  }

  /** {@return how often the folder was listed: once when it was opened, and once for each sweep} */
  public long listings() {
    return desk.folder().listings();
  }

  Desk desk() {
    return desk;
  }

  /** Cancels what is unfinished, marks it so on disk, and gives the folder up. */
  @Override
  public void close() {
    desk.close();
  }

  static Optional<Failure> refusal(ModelTarget target, Prompt prompt) {
    if (!target.provider().equals(PROVIDER)) {
      return Optional.of(
          Failure.builder(
                  FailureKind.PROVIDER_NOT_CONNECTED,
                  target + ": provider '" + target.provider() + "' is not served here.")
              .hint("Files answer for file/<responder>, for example file/agent.")
              .evidence("not a file target")
              .build());
    }
    boolean fresh = prompt.session().mode() == Session.Mode.FRESH;
    if (fresh && prompt.jsonSchema().isEmpty()) {
      return Optional.empty();
    }
    String what = fresh ? "JSON schemas" : "conversations";
    return Optional.of(
        Failure.builder(FailureKind.INVALID_REQUEST, target + ": files know no " + what + ".")
            .hint("Leave it away, or ask another provider.")
            .evidence("not asked")
            .build());
  }

  private CompletableFuture<ModelResult> refused(
      Failure why, ModelTarget target, Prompt prompt, DispatchListener listener) {
    ModelResult result = ModelResult.builder(target).failed(why);
    SerialEvents.to(listener, desk.threads().callbacks(), Trace.of(target, prompt))
        .tell(new DispatchEvent.Settled(target, result.elapsed(), result));
    return CompletableFuture.completedFuture(result);
  }

  @Override
  public String toString() {
    return "FileDispatcher[" + folder() + "]";
  }
}
