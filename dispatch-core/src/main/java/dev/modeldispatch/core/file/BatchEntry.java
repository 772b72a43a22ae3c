package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One slot of a run: it waits for its batch, is then written and asked, and ends once.
 *
 * <p>Between threads: planned, arrived, taken, ended, under this object's lock; whoever ends it
 * first wins. A slot that is called off before it is asked ends at once, and what a dispatch that
 * began meanwhile tells is not passed on; after that its dispatch says how it ends, and the run
 * completes the future when the manifest says so, too.
 */
final class BatchEntry implements ResultFuture.Work<ModelResult> {
  private final BatchRun run;
  private final ModelTarget target;
  private final Prompt prompt;
  private final Letter letter;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
  private DispatchListener listener = DispatchListener.none();
  private boolean arrived;
  private boolean taken;
  private @Nullable CompletableFuture<ModelResult> inner;
  private @Nullable ModelResult ended;

  /** What its dispatch told as its end, maybe before it gave its future away. */
  private @Nullable ModelResult told;

  /** Whether it was called off, and its end told, before there was a dispatch to call off. */
  private boolean muted;

  BatchEntry(BatchRun run, ModelTarget target, Prompt prompt, Optional<FileCase> spec) {
    this.run = run;
    this.target = target;
    this.prompt = prompt;
    this.letter = new Letter(prompt, spec);
  }

  ResultFuture<ModelResult> future() {
    return future;
  }

  /** {@return what it puts into the folder} */
  Letter letter() {
    return letter;
  }

  synchronized boolean isOpen() {
    return ended == null && !taken;
  }

  synchronized boolean hasArrived() {
    return arrived;
  }

  synchronized boolean hasEnded() {
    return ended != null;
  }

  /** The fan-out has called for it. */
  void arrive(DispatchListener hears) {
    ModelResult before;
    synchronized (this) {
      arrived = true;
      listener = hears;
      before = ended;
    }
    if (before != null) {
      tell(before);
      future.settle(before);
    }
  }

  /** The fan-out will never call for it, since it was called off before. */
  void pass(ModelResult how) {
    synchronized (this) {
      if (arrived || ended != null) {
        return;
      }
      ended = how;
    }
    run.advance();
  }

  /** Makes it part of a batch; false if it has ended. */
  synchronized boolean take() {
    taken = isOpen();
    return taken;
  }

  /** Ends it with what an earlier run left, if that is its answer. */
  void lookBack(Desk desk) {
    try {
      if (!hasEnded() && isForFiles()) {
        letter.finished(desk).ifPresent(data -> take(data, desk));
      }
    } catch (Trouble e) {
      end(failed(e.failure()));
    }
  }

  /** Writes its signal; ends it if that cannot be. */
  void prepare(Desk desk) {
    if (hasEnded() || !isForFiles()) {
      return;
    }
    try {
      letter.write(desk).ifPresent(data -> take(data, desk));
    } catch (Trouble e) {
      end(failed(e.failure()));
    } catch (RuntimeException e) { // the batch waits for each slot to be written or to have ended
      end(failed(threw(e)));
    }
  }

  /** Takes the answer that was there. */
  private void take(JsonNode data, Desk desk) {
    Post mine = letter.post();
    if (mine != null) {
      desk.markDone(mine.spec().caseId());
    }
    String text = letter.form().text(data);
    end(ModelResult.builder(target).note(FileAsk.FROM_EARLIER).answered(text));
  }

  private boolean isForFiles() {
    return target.provider().equals(FileDispatcher.PROVIDER) && run.isServed(target, prompt);
  }

  /** Asks; whatever becomes of it is told to the run. */
  void launch(Dispatcher dispatcher, Consumer<ModelResult> tellRun) {
    ModelResult before = ended();
    if (before != null) {
      letter.abandon("cancelled"); // called off after its batch was announced
      tellRun.accept(before);
      return;
    }
    CompletableFuture<ModelResult> running;
    try {
      running =
          Objects.requireNonNull(
              dispatcher.dispatchAsync(target, letter.asked(), new Heard()),
              "the dispatcher's future");
    } catch (Throwable e) { // one dispatcher's mistake, an Error too, is this slot's alone
      tellRun.accept(failed(threw(e)));
      return;
    }
    boolean calledOff;
    synchronized (this) {
      inner = running;
      calledOff = ended != null;
    }
    var unused =
        running.whenComplete((result, thrown) -> tellRun.accept(how(running, result, thrown)));
    if (calledOff) {
      running.cancel(true);
    }
  }

  private ModelResult how(
      CompletableFuture<ModelResult> running,
      @Nullable ModelResult result,
      @Nullable Throwable thrown) {
    if (result != null) {
      return result;
    }
    Optional<ModelResult> settled =
        running instanceof ResultFuture<ModelResult> f ? f.outcome() : Optional.empty();
    return settled.orElseGet(
        () -> failed(threw(thrown == null ? new NullPointerException("no result") : thrown)));
  }

  /** Ends it because the folder is given up. */
  void close() {
    end(ModelResult.builder(target).cancelled(Cancelled.Reason.CLOSED));
  }

  /** Ends it; false if it had ended. The future completes if the fan-out has called. */
  boolean end(ModelResult how) {
    synchronized (this) {
      if (ended != null) {
        return false;
      }
      ended = how;
      if (!arrived) {
        return true;
      }
    }
    if (inner() == null) {
      tell(how); // else its dispatch has told
    }
    future.settle(how);
    return true;
  }

  @Override
  public boolean cancel() {
    CompletableFuture<ModelResult> running;
    ModelResult called;
    synchronized (this) {
      running = inner;
      if (ended != null || (running == null && told != null)) {
        return false;
      }
      called = ModelResult.builder(target).cancelled(Cancelled.Reason.CALLER);
      if (running == null) {
        ended = called;
        muted = true;
      }
    }
    if (running != null) {
      return running.cancel(true);
    }
    tell(called);
    return true;
  }

  @Override
  public Optional<ModelResult> outcome() {
    CompletableFuture<ModelResult> running;
    synchronized (this) {
      running = inner;
      if (ended != null || running == null) {
        return Optional.ofNullable(ended != null ? ended : told);
      }
    }
    return running instanceof ResultFuture<ModelResult> f ? f.outcome() : Optional.empty();
  }

  private synchronized @Nullable ModelResult ended() {
    return ended;
  }

  private synchronized @Nullable CompletableFuture<ModelResult> inner() {
    return inner;
  }

  private void tell(ModelResult how) {
    listener.onEvent(new DispatchEvent.Settled(target, how.elapsed(), how));
  }

  ModelResult failed(Failure failure) {
    var result = ModelResult.builder(target);
    if (letter.isWritten()) {
      result.maybeProcessed().usage(Usage.unknown());
    }
    return result.failed(failure);
  }

  private Failure threw(Throwable thrown) {
    return Failure.builder(FailureKind.UNKNOWN, "The dispatcher of " + target + " threw.")
        .hint("A dispatcher has to settle with a result; mend it, or report it.")
        .evidence(thrown.getClass().getName())
        .build();
  }

  /** Passes on what the dispatch tells. */
  private final class Heard implements DispatchListener {
    @Override
    public void onEvent(DispatchEvent event) {
      synchronized (BatchEntry.this) {
        if (muted) {
          return; // loses to the cancel, which has told the end
        }
        if (event instanceof DispatchEvent.Settled settled) {
          told = settled.result();
        }
      }
      listener.onEvent(event);
    }

    @Override
    public boolean wantsText() {
      return listener.wantsText();
    }
  }
}
