package dev.modeldispatch.testkit;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A batch of a {@link ScriptedBatch}. Of dispatch, deadline, cancel and completion, the first that
 * claims a slot ends it. Who begins dispatches, and what is counted, is guarded by this object;
 * dispatches, listeners and futures are called outside. A condition of the caller's is asked
 * inside, since it is to be asked serially.
 */
final class ScriptedBatchRun implements Batch {
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final BatchRequest request;
  private final Instant start;
  private final BatchGate gate;
  private final List<BatchSlot> slots;
  private final CompletableFuture<BatchResult> whole = new CompletableFuture<>();
  private boolean launching;
  private int next;
  private int active;

  ScriptedBatchRun(Dispatcher dispatcher, InstantSource clock, BatchRequest request) {
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.request = request;
    start = clock.instant();
    gate = new BatchGate(request);
    slots =
        IntStream.range(0, request.targets().size())
            .mapToObj(place -> new BatchSlot(place, request))
            .toList();
  }

  ScriptedBatchRun begin(ScheduledExecutorService timers, Executor launcher) {
    request.deadline().ifPresent(limit -> bound(timers, limit));
    launcher.execute(this::launch);
    return this;
  }

  private void bound(ScheduledExecutorService timers, Duration limit) {
    var timer =
        timers.schedule(
            () -> endAll(slots, result -> result.timedOut(TimedOut.Deadline.BATCH, limit)),
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    whole.thenAccept(result -> timer.cancel(false)).exceptionally(never -> null);
  }

  private void launch() {
    synchronized (this) {
      if (launching) {
        return; // loses to the one who launches, who will find the free place
      }
      launching = true;
    }
    for (var slot = take(); slot != null; slot = take()) {
      launch(slot);
    }
  }

  private synchronized @Nullable BatchSlot take() {
    while (next < slots.size() && active < request.maxConcurrency().orElse(slots.size())) {
      var slot = slots.get(next++);
      if (slot.begin()) {
        active++;
        return slot;
      }
    }
    launching = false;
    return null;
  }

  private void launch(BatchSlot slot) {
    CompletableFuture<ModelResult> future;
    try {
      future = Objects.requireNonNull(dispatcher.dispatchAsync(slot.target(), slot.prompt(), slot));
    } catch (RuntimeException | Error e) {
      future = CompletableFuture.failedFuture(e);
    }
    var begun = future;
    slot.begunAs(begun);
    begun.whenComplete((result, thrown) -> returned(slot, begun, result)).exceptionally(e -> null);
  }

  private void returned(
      BatchSlot slot, CompletableFuture<ModelResult> future, @Nullable ModelResult result) {
    synchronized (this) {
      active--;
    }
    if (slot.claim()) {
      end(slot, result != null ? result : slot.outcome(future).orElseGet(() -> broken(slot)));
    }
    launch();
  }

  private static ModelResult broken(BatchSlot slot) {
    return ModelResult.builder(slot.target())
        .maybeProcessed()
        .failed(
            Failure.builder(
                    FailureKind.UNKNOWN, "The dispatcher of " + slot.target() + " gave no result.")
                .evidence("no result")
                .hint("A dispatcher has to settle with a result; mend it.")
                .build());
  }

  private void end(BatchSlot slot, ModelResult result) {
    var told = gate.tell(slot.place(), result);
    slot.end(result, elapsed());
    if (told.nowMet()) {
      endAll(slots, rest -> rest.cancelled(Cancelled.Reason.COMPLETION_MET));
    }
    if (told.last()) {
      whole.complete(gate.result(elapsed()));
    }
  }

  private int endAll(Collection<BatchSlot> some, Function<ResultBuilder, ModelResult> how) {
    // All are claimed before the first one ends, so that none begins in a place that becomes free.
    var mine = some.stream().filter(BatchSlot::claim).toList();
    mine.forEach(slot -> end(slot, slot.callOff(how)));
    return mine.size();
  }

  private Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  @Override
  public List<ModelTarget> targets() {
    return request.targets();
  }

  @Override
  public CompletableFuture<ModelResult> result(int slot) {
    return BatchView.of(slots.get(slot).done(), () -> cancel(slot));
  }

  @Override
  public CompletableFuture<BatchResult> result() {
    return BatchView.of(whole, () -> cancelAll(Cancelled.Reason.BATCH) > 0);
  }

  @Override
  public BatchResult await() {
    try {
      return whole.get();
    } catch (InterruptedException e) {
      cancelAll(Cancelled.Reason.INTERRUPTED);
      Thread.currentThread().interrupt();
      return whole.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A batch ends with a result, always.", e);
    }
  }

  @Override
  public boolean cancel(int slot) {
    return endAll(List.of(slots.get(slot)), rest -> rest.cancelled(Cancelled.Reason.CALLER)) == 1;
  }

  @Override
  public int cancel(ModelTarget target) {
    var all = slots.stream().filter(slot -> slot.target().equals(target)).toList();
    return endAll(all, rest -> rest.cancelled(Cancelled.Reason.CALLER));
  }

  @Override
  public void cancel() {
    cancelAll(Cancelled.Reason.BATCH);
  }

  private int cancelAll(Cancelled.Reason reason) {
    return endAll(slots, rest -> rest.cancelled(reason));
  }

  @Override
  public String toString() {
    return "ScriptedBatch[" + slots.size() + " slots]";
  }
}
