package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The plainest batch that keeps the contract, so that the contract is known to be satisfiable. A
 * slot ends once, under this object's lock; futures and listeners hear of it outside.
 */
class PlainBatch implements Batch {
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final BatchRequest request;
  private final Instant start;
  private final Predicate<ModelResult> gate;
  private final @Nullable ModelResult[] results;
  private final List<CompletableFuture<ModelResult>> slots;
  private final CompletableFuture<BatchResult> whole = new CompletableFuture<>();
  private final ConcurrentHashMap<Integer, CompletableFuture<ModelResult>> running =
      new ConcurrentHashMap<>();
  private boolean gateBroken;
  private boolean met;
  private boolean launching;
  private int next;
  private int active;
  private int ended;

  PlainBatch(Dispatcher dispatcher, InstantSource clock, BatchRequest request) {
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.request = request;
    start = clock.instant();
    int size = request.targets().size();
    gate = request.completion().openGate(size);
    results = new ModelResult[size];
    slots = IntStream.range(0, size).mapToObj(i -> new CompletableFuture<ModelResult>()).toList();
  }

  static BatchDispatcher over(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
    return request -> new PlainBatch(dispatcher, clock, request).begin(timers);
  }

  PlainBatch begin(ScheduledExecutorService timers) {
    request.deadline().ifPresent(limit -> bound(timers, limit));
    inBackground(this::launch);
    return this;
  }

  void inBackground(Runnable task) {
    var starter = new Thread(task, "plain-batch");
    starter.setDaemon(true);
    starter.start();
  }

  private void bound(ScheduledExecutorService timers, Duration limit) {
    var timer =
        timers.schedule(
            () -> endAll(t -> ModelResult.builder(t).timedOut(TimedOut.Deadline.BATCH, limit)),
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    whole.whenComplete((r, e) -> timer.cancel(false)).exceptionally(e -> null);
  }

  private void launch() {
    synchronized (this) {
      if (launching) {
        return; // loses to the one who launches, who will find the free place
      }
      launching = true;
    }
    for (int slot = take(); slot >= 0; slot = take()) {
      launch(slot);
    }
  }

  private synchronized int take() {
    while (next < results.length && results[next] != null) {
      next++;
    }
    if (next == results.length || active >= request.maxConcurrency().orElse(results.length)) {
      launching = false;
      return -1;
    }
    active++;
    return next++;
  }

  private void launch(int slot) {
    var target = targets().get(slot);
    var prompt = request.prompts().get(slot);
    CompletableFuture<ModelResult> future;
    try {
      future = dispatcher.dispatchAsync(target, prompt, event -> hear(slot, event));
      Objects.requireNonNull(future);
    } catch (RuntimeException | Error e) {
      future = CompletableFuture.failedFuture(e);
    }
    running.put(slot, future);
    future.whenComplete((r, e) -> returned(slot, r)).exceptionally(e -> null);
    synchronized (this) {
      if (results[slot] == null) {
        return;
      }
    }
    future.cancel(true);
  }

  private void returned(int slot, @Nullable ModelResult result) {
    synchronized (this) {
      active--;
    }
    end(slot, result != null ? result : broken(targets().get(slot)));
    launch();
  }

  private void hear(int slot, DispatchEvent event) {
    if (!(event instanceof DispatchEvent.Settled)) {
      tell(slot, event);
    }
  }

  private void tell(int slot, DispatchEvent event) {
    try {
      request.listener().ifPresent(l -> l.onEvent(slot, event));
    } catch (RuntimeException e) {
      // The listener's own mistake.
    }
  }

  boolean end(int slot, ModelResult result) {
    boolean nowMet;
    boolean last;
    synchronized (this) {
      if (results[slot] != null) {
        return false;
      }
      results[slot] = result;
      boolean before = met;
      met = met || asks(result);
      nowMet = met && !before;
      last = ++ended == results.length;
    }
    var work = running.get(slot);
    if (work != null) {
      work.cancel(true);
    }
    tell(slot, new DispatchEvent.Settled(result.target(), elapsed(), result));
    slots.get(slot).complete(result);
    if (nowMet) {
      endAll(t -> ModelResult.builder(t).cancelled(Cancelled.Reason.COMPLETION_MET));
    }
    if (last) {
      var all = List.of(results.clone());
      whole.complete(BatchResult.of(all, metOrNot(all), elapsed()));
    }
    return true;
  }

  private BatchResult.Status metOrNot(List<ModelResult> all) {
    boolean complete = gateBroken ? all.stream().allMatch(ModelResult::isAnswered) : met;
    return complete ? BatchResult.Status.COMPLETE : BatchResult.Status.PARTIAL;
  }

  private boolean asks(ModelResult result) {
    try {
      return !gateBroken && gate.test(result);
    } catch (RuntimeException e) {
      gateBroken = true;
      return false;
    }
  }

  private int endAll(Function<ModelTarget, ModelResult> how) {
    return (int)
        IntStream.range(0, results.length)
            .filter(slot -> end(slot, how.apply(targets().get(slot))))
            .count();
  }

  private Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  private static ModelResult broken(ModelTarget target) {
    return ModelResult.builder(target)
        .failed(Failure.builder(FailureKind.UNKNOWN, "The dispatcher broke.").build());
  }

  @Override
  public List<ModelTarget> targets() {
    return request.targets();
  }

  @Override
  public CompletableFuture<ModelResult> result(int slot) {
    return view(slots.get(slot), () -> cancel(slot));
  }

  @Override
  public CompletableFuture<BatchResult> result() {
    return view(
        whole,
        () -> {
          cancel();
          return true;
        });
  }

  private static <T> CompletableFuture<T> view(CompletableFuture<T> of, BooleanSupplier cancel) {
    var view = new View<>(of, cancel);
    var future = new ResultFuture<>(view);
    of.thenAccept(
            result -> {
              if (!view.detached) {
                future.settle(result);
              }
            })
        .exceptionally(e -> null);
    return future;
  }

  private static final class View<T> implements ResultFuture.Work<T> {
    private final CompletableFuture<T> of;
    private final BooleanSupplier cancel;
    private volatile boolean detached;

    View(CompletableFuture<T> of, BooleanSupplier cancel) {
      this.of = of;
      this.cancel = cancel;
    }

    @Override
    public boolean cancel() {
      detached = true;
      return cancel.getAsBoolean();
    }

    @Override
    public Optional<T> outcome() {
      return of.isDone() ? Optional.of(of.join()) : Optional.empty();
    }
  }

  @Override
  public BatchResult await() {
    try {
      return whole.get();
    } catch (InterruptedException e) {
      endAll(t -> ModelResult.builder(t).cancelled(Cancelled.Reason.INTERRUPTED));
      Thread.currentThread().interrupt();
      return whole.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean cancel(int slot) {
    var target = targets().get(slot);
    return end(slot, ModelResult.builder(target).cancelled(Cancelled.Reason.CALLER));
  }

  @Override
  public int cancel(ModelTarget target) {
    var mine = new ArrayList<Integer>();
    IntStream.range(0, results.length)
        .filter(slot -> targets().get(slot).equals(target))
        .forEach(mine::add);
    return (int) mine.stream().filter(this::cancel).count();
  }

  @Override
  public void cancel() {
    endAll(t -> ModelResult.builder(t).cancelled(Cancelled.Reason.BATCH));
  }

  @Override
  public String toString() {
    return "PlainBatch[" + results.length + " slots]";
  }
}
