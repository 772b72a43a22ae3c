package dev.modeldispatch.testkit;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One slot of a {@link ScriptedBatchRun}. Whoever claims it ends it; nobody else does. Guarded by
 * itself; the dispatch and the listener are called outside.
 */
final class BatchSlot implements DispatchListener {
  private final int place;
  private final ModelTarget target;
  private final Prompt prompt;
  private final boolean wantsText;
  private final SerialListener listener;
  private final CompletableFuture<ModelResult> done = new CompletableFuture<>();
  private @Nullable CompletableFuture<ModelResult> work;
  private @Nullable ModelResult told;
  private boolean begun;
  private boolean claimed;

  BatchSlot(int place, BatchRequest request) {
    this.place = place;
    target = request.targets().get(place);
    prompt = request.prompts().get(place);
    wantsText = request.listener().map(BatchRequest.Listener::wantsText).orElse(false);
    DispatchListener to =
        request
            .listener()
            .<DispatchListener>map(all -> event -> all.onEvent(place, event))
            .orElse(DispatchListener.none());
    listener = new SerialListener(to, Runnable::run);
  }

  int place() {
    return place;
  }

  ModelTarget target() {
    return target;
  }

  Prompt prompt() {
    return prompt;
  }

  CompletableFuture<ModelResult> done() {
    return done;
  }

  @Override
  public boolean wantsText() {
    return wantsText;
  }

  @Override
  public void onEvent(DispatchEvent event) {
    if (event instanceof DispatchEvent.Settled settled) {
      synchronized (this) {
        told = settled.result();
      }
    } else {
      listener.tell(event);
    }
  }

  /** True for the one who ends the slot. */
  synchronized boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  /** True if its dispatch is to begin. */
  synchronized boolean begin() {
    begun = !claimed;
    return begun;
  }

  /** Says that the dispatch has begun; if the slot was ended meanwhile, so is the dispatch. */
  void begunAs(CompletableFuture<ModelResult> future) {
    synchronized (this) {
      work = future;
      if (!claimed) {
        return;
      }
    }
    future.cancel(true);
  }

  /** Ends the dispatch of a claimed slot; returns what is to be its result. */
  ModelResult callOff(Function<ResultBuilder, ModelResult> how) {
    CompletableFuture<ModelResult> running;
    synchronized (this) {
      running = work;
    }
    if (running != null) {
      running.cancel(true);
    }
    var known = outcome(running);
    if (known.isPresent() && !(known.get() instanceof Cancelled)) {
      return known.get(); // it had ended by itself
    }
    return how.apply(
        known.map(Cancelled.class::cast).map(Cancelled::toBuilder).orElseGet(this::unknown));
  }

  /** What the dispatch itself said of its end. */
  Optional<ModelResult> outcome(@Nullable CompletableFuture<ModelResult> future) {
    if (future instanceof ResultFuture<ModelResult> ours && ours.outcome().isPresent()) {
      return ours.outcome();
    }
    synchronized (this) {
      return Optional.ofNullable(told);
    }
  }

  private synchronized ResultBuilder unknown() {
    var result = ModelResult.builder(target);
    return begun ? result.maybeProcessed().usage(Usage.unknown()) : result;
  }

  void end(ModelResult result, Duration at) {
    listener.tell(new DispatchEvent.Settled(target, at, result));
    done.complete(result);
  }
}
