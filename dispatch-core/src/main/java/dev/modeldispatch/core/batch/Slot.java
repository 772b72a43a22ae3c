package dev.modeldispatch.core.batch;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One target's place in a batch.
 *
 * <p>Between threads: waiting, then running, then settled, under this slot's lock; whoever sets the
 * result first wins, and tells the batch once, without the lock. A slot that is called off while
 * its dispatch starts cancels the future as soon as it has it. A dispatcher that does not say
 * within 250 ms how a cancelled dispatch ended is not waited for.
 */
final class Slot implements DispatchListener {
  private static final Duration SETTLED_WITHIN = Duration.ofMillis(250);

  private final RunningBatch batch;
  private final int index;
  private final ModelTarget target;
  private boolean started;
  private @Nullable Called called;
  private @Nullable CompletableFuture<ModelResult> future;
  private @Nullable ModelResult told;
  private @Nullable ModelResult result;
  private @Nullable List<ResultFuture<ModelResult>> views;

  Slot(RunningBatch batch, int index, ModelTarget target) {
    this.batch = batch;
    this.index = index;
    this.target = target;
  }

  int index() {
    return index;
  }

  ModelTarget target() {
    return target;
  }

  synchronized boolean isLaunched() {
    return started;
  }

  synchronized @Nullable ModelResult result() {
    return result;
  }

  /** Starts the dispatch; false if the slot was called off before. */
  boolean start(Dispatcher dispatcher, Prompt prompt) {
    synchronized (this) {
      if (result != null || called != null) {
        return false;
      }
      started = true;
    }
    CompletableFuture<ModelResult> running;
    try {
      running = Objects.requireNonNull(dispatcher.dispatchAsync(target, prompt, this), "future");
    } catch (Throwable e) { // one dispatcher's mistake, an Error too, is this slot's alone
      settle(threw(e));
      return true;
    }
    boolean cancelNow;
    synchronized (this) {
      future = running;
      cancelNow = called != null && result == null;
    }
    var unused = running.whenComplete((value, thrown) -> ended(running, value, thrown));
    if (cancelNow) {
      running.cancel(true);
    }
    return true;
  }

  /** Calls the slot off; false if it has settled, or was called off before. */
  boolean callOff(Called why) {
    CompletableFuture<ModelResult> running;
    boolean never;
    synchronized (this) {
      if (result != null || called != null) {
        return false;
      }
      called = why;
      running = future;
      never = !started;
    }
    if (never) {
      Duration waited = batch.elapsed();
      settle(
          why.result(
              ModelResult.builder(target)
                  .elapsed(waited)
                  .timings(new ModelResult.Timings(waited, ModelResult.Timings.NONE.firstText()))));
    } else if (running != null) {
      running.cancel(true);
    } else {
      var unused = batch.resources().after(SETTLED_WITHIN, this::neverTold);
    }
    return true;
  }

  @Override
  public boolean wantsText() {
    return batch.wantsText();
  }

  @Override
  public void onEvent(DispatchEvent event) {
    if (event instanceof DispatchEvent.Settled settled) {
      heardSettled(settled.result());
      return;
    }
    batch.tell(index, event);
  }

  private void heardSettled(ModelResult how) {
    boolean awaited;
    synchronized (this) {
      told = how;
      awaited = called != null && result == null && future != null && future.isDone();
    }
    if (awaited) {
      settle(how);
    }
    batch.tell(index, new DispatchEvent.Settled(target, how.elapsed(), finalResult(how)));
  }

  /** What the batch's own result will hold. */
  private ModelResult finalResult(ModelResult how) {
    synchronized (this) {
      return result != null ? result : called != null ? called.relabelled(how) : how;
    }
  }

  /** The dispatch's future completed. */
  private void ended(
      CompletableFuture<ModelResult> running,
      @Nullable ModelResult value,
      @Nullable Throwable thrown) {
    if (value != null) {
      settle(value);
      return;
    }
    ModelResult known =
        running instanceof ResultFuture<ModelResult> f ? f.outcome().orElse(null) : null;
    boolean byUs;
    synchronized (this) {
      known = known == null ? told : known;
      byUs = called != null;
    }
    if (known != null) {
      settle(known);
    } else if (byUs && isCancellation(thrown)) {
      var unused = batch.resources().after(SETTLED_WITHIN, this::neverTold);
    } else {
      settle(threw(thrown == null ? new NullPointerException("no result") : thrown));
    }
  }

  private void neverTold() {
    settle(
        ModelResult.builder(target)
            .elapsed(batch.elapsed())
            .maybeProcessed()
            .usage(Usage.unknown())
            .cancelled(Cancelled.Reason.CALLER));
  }

  private void settle(ModelResult how) {
    List<ResultFuture<ModelResult>> waiting;
    ModelResult settled;
    synchronized (this) {
      if (result != null) {
        return; // loses to the first
      }
      settled = called == null ? how : called.relabelled(how);
      result = settled;
      future = null;
      waiting = views;
      views = null;
    }
    if (waiting != null) {
      waiting.forEach(view -> view.settle(settled));
    }
    batch.settled(this, settled);
  }

  /** {@return a view of the result; cancelling it cancels the slot} */
  CompletableFuture<ModelResult> view() {
    var view = new ResultFuture<ModelResult>(new SlotWork(this));
    ModelResult settled;
    synchronized (this) {
      settled = result;
      if (settled == null) {
        views = views == null ? new ArrayList<>(1) : views;
        views.add(view);
      }
    }
    if (settled != null) {
      view.settle(settled);
    }
    return view.copy();
  }

  private ModelResult threw(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return ModelResult.builder(target)
        .elapsed(batch.elapsed())
        .maybeProcessed()
        .usage(Usage.unknown())
        .failed(
            Failure.builder(FailureKind.UNKNOWN, "the dispatcher of " + target + " threw.")
                .hint("A dispatcher has to settle with a result; mend it, or report it.")
                .evidence(cause.getClass().getName())
                .build());
  }

  private static boolean isCancellation(@Nullable Throwable thrown) {
    return thrown instanceof CancellationException
        || (thrown instanceof CompletionException
            && thrown.getCause() instanceof CancellationException);
  }
}
