package dev.modeldispatch;

import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one dispatch on the caller's thread.
 *
 * <p>The result is, in this order: what the future holds, what its work settled as, what {@code
 * Settled} told. An interrupt cancels the future; the flag is restored at the end.
 */
final class BlockingDoor implements DispatchListener {
  private static final System.Logger LOG = System.getLogger("dev.modeldispatch.Dispatcher");
  private static final long SETTLED_WITHIN_MS = 250;

  private final ModelTarget target;
  private final DispatchListener listener;
  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile @Nullable ModelResult told;

  BlockingDoor(ModelTarget target, DispatchListener listener) {
    this.target = target;
    this.listener = listener;
  }

  @Override
  public boolean wantsText() {
    return listener.wantsText();
  }

  @Override
  public void onEvent(DispatchEvent event) {
    if (!(event instanceof DispatchEvent.Settled settled)) {
      listener.onEvent(event);
      return;
    }
    told = settled.result();
    try {
      listener.onEvent(event);
    } finally {
      heard.countDown();
    }
  }

  ModelResult pass(Dispatcher dispatcher, Prompt prompt) {
    var future = dispatcher.dispatchAsync(target, prompt, this);
    boolean interrupted = false;
    @Nullable ModelResult held = null;
    @Nullable Throwable broken = null;
    try {
      held = future.get();
    } catch (InterruptedException e) {
      interrupted = true;
      future.cancel(true);
    } catch (CancellationException e) {
      broken = e;
    } catch (ExecutionException e) {
      broken = e.getCause();
    }
    boolean calledOff = interrupted || broken instanceof CancellationException;
    boolean untold = calledOff && outcome(future).isEmpty();
    boolean again = (untold || listener != DispatchListener.none()) && awaitSettled();
    if (interrupted || again) {
      Thread.currentThread().interrupt();
    }
    return result(future, held, broken, interrupted);
  }

  private ModelResult result(
      CompletableFuture<ModelResult> future,
      @Nullable ModelResult held,
      @Nullable Throwable broken,
      boolean interrupted) {
    ModelResult known = held != null ? held : outcome(future).orElse(told);
    if (interrupted
        && known instanceof Cancelled cancelled
        && cancelled.reason() == Cancelled.Reason.CALLER) {
      return cancelled.toBuilder().cancelled(Cancelled.Reason.INTERRUPTED);
    }
    if (known != null) {
      return known;
    }
    var result = ModelResult.builder(target).maybeProcessed().usage(Usage.unknown());
    if (interrupted) {
      return result.cancelled(Cancelled.Reason.INTERRUPTED);
    }
    if (broken instanceof CancellationException) {
      return result.cancelled(Cancelled.Reason.CALLER);
    }
    String did = broken == null ? " gave no result." : " threw.";
    return result.failed(
        Failure.builder(FailureKind.UNKNOWN, "The dispatcher of " + target + did)
            .evidence(broken == null ? "null" : broken.getClass().getName())
            .hint("A dispatcher has to settle with a result; mend it, or report it.")
            .build());
  }

  private static Optional<ModelResult> outcome(CompletableFuture<ModelResult> future) {
    return future instanceof ResultFuture<ModelResult> f ? f.outcome() : Optional.empty();
  }

  /** Waits until the listener has heard the end, through one interrupt; true if interrupted. */
  private boolean awaitSettled() {
    boolean interrupted = false;
    for (int tries = 0; tries < 2; tries++) {
      try {
        if (!heard.await(SETTLED_WITHIN_MS, TimeUnit.MILLISECONDS)) {
          LOG.log(
              System.Logger.Level.WARNING,
              "{0}: Settled was not heard within {1} ms; the listener may be stuck.",
              target,
              SETTLED_WITHIN_MS);
        }
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return true;
  }
}
