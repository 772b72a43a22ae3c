package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.batch.FanOut;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One outcome each, nothing left, nothing sent afterwards: with real timers, the real callback
 * threads, four callers and a thread that cancels, against a server of twelve behaviours. Seeded,
 * though threads never replay exactly. {@code -Ddispatch.fuzz.calls=N} runs more.
 */
class RealThreadsFuzzTest {
  private static final int CALLS = Integer.getInteger("dispatch.fuzz.calls", 3_000);
  private static final int CALLERS = 4;
  private static final Duration DISPATCH = Duration.ofMillis(400);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(20 + CALLS / 250);

  private final FuzzServer server = new FuzzServer(7);
  private final ScheduledThreadPoolExecutor timers = DispatchThreads.timers();
  private final ExecutorService callbacks = DispatchThreads.callbacks(timers);
  private final Resources resources = new Resources(MonotonicTime.start(), timers, callbacks);
  private final Engine engine =
      Engine.open(
          Connectors.of(List.of(server)),
          new EngineSettings(
              DISPATCH,
              64,
              CALLS,
              new RetryPolicy(
                  2, Duration.ofMillis(2), Duration.ofMillis(9), Duration.ofMillis(4), 10),
              Map.of()),
          Lanes.of(Map.of(), Optional.empty(), resources),
          resources,
          new Random(3)::nextDouble);
  private final FanOut batches = FanOut.over(engine, resources);
  private final ScheduledThreadPoolExecutor canceller = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final AtomicIntegerArray settled = new AtomicIntegerArray(CALLS);
  private final Collection<ModelResult> results = new ConcurrentLinkedQueue<>();
  private final Collection<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private final CountDownLatch unblock = new CountDownLatch(1);

  @AfterEach
  void end() {
    unblock.countDown();
    callers.shutdownNow();
    canceller.shutdownNow();
    engine.close();
    timers.shutdownNow();
    callbacks.shutdownNow();
  }

  @Test
  void everyCallHasOneOutcomeAndNothingIsLeft() throws Exception {
    fuzz(1);
  }

  @Test
  void blockedCommonPoolChangesNothing() throws Exception {
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() + 64; i++) {
      ForkJoinPool.commonPool().execute(this::block);
    }

    fuzz(2);
  }

  private void block() {
    try {
      unblock.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fuzz(long seed) throws Exception {
    List<Future<?>> callings = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int first = CALLS * i / CALLERS;
      int after = CALLS * (i + 1) / CALLERS;
      var random = new Random(seed * CALLERS + i);
      callings.add(callers.submit(() -> call(random, first, after)));
    }
    for (Future<?> calling : callings) {
      calling.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    await().atMost(SOON).until(() -> count() == CALLS);
    for (int i = 0; i < CALLS; i++) {
      assertThat(settled.get(i)).as("Settled of call " + i).isEqualTo(1);
    }
    expectRest();
  }

  private int count() {
    int count = 0;
    for (int i = 0; i < CALLS; i++) {
      count += settled.get(i);
    }
    return count;
  }

  private void expectRest() {
    int sent = server.sent();
    assertThat(engine.admission().inside()).as("places left").isZero();
    assertThat(engine.admission().queued()).as("queued left").isZero();
    assertThat(server.secondEnds()).as("second ends that were taken").isZero();
    assertThat(thrown).as("thrown at who cancels").isEmpty();
    assertThat(server.open()).as("attempts that were never ended").isEmpty();
    await().atMost(SOON).untilAsserted(() -> assertThat(timers.getQueue()).isEmpty());
    server.close();
    assertThat(server.sent()).as("sent after the end").isEqualTo(sent);
    assertThat((long) sent)
        .as("prompts the server got")
        .isBetween(told(Attempt.Sent.YES), told(Attempt.Sent.YES) + told(Attempt.Sent.MAYBE));
  }

  private long told(Attempt.Sent sent) {
    return results.stream()
        .flatMap(result -> result.attempts().stream())
        .filter(attempt -> attempt.sent() == sent)
        .count();
  }

  /** One caller: dispatches and batches, some called off, then waits for all. */
  private void call(Random random, int first, int after) {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (int next = first; next < after; ) {
      int size = random.nextInt(8) == 0 ? Math.min(after - next, 1 + random.nextInt(40)) : 0;
      ends.add(size == 0 ? one(random, next) : many(random, next, size));
      next += Math.max(1, size);
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
  }

  private CompletableFuture<?> one(Random random, int number) {
    boolean throwing = random.nextInt(20) == 0;
    CompletableFuture<ModelResult> future =
        engine.dispatchAsync(
            target(random), Prompt.of("hi"), event -> hear(number, event, throwing));
    CompletableFuture<Integer> derived = future.thenApply(result -> result.attempts().size());
    switch (random.nextInt(8)) {
      case 0 -> soon(random, () -> future.cancel(true));
      case 1 -> soon(random, () -> derived.cancel(true));
      case 2 -> soon(random, () -> future.completeExceptionally(new IllegalStateException("mine")));
      case 3 -> future.cancel(true);
      default -> {
        // It stays.
      }
    }
    return future.handle(
        (value, thrown) -> ((ResultFuture<ModelResult>) future).outcome().orElseThrow());
  }

  private CompletableFuture<?> many(Random random, int first, int size) {
    List<ModelTarget> targets = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      targets.add(target(random));
    }
    var request =
        BatchRequest.builder(targets, Prompt.of("hi"))
            .maxConcurrency(1 + random.nextInt(size))
            .listener((slot, event) -> hear(first + slot, event, false));
    if (random.nextBoolean()) {
      request.deadline(Duration.ofMillis(1 + random.nextInt(1_000)));
    }
    Batch batch = batches.start(request.build());
    int slot = random.nextInt(size);
    switch (random.nextInt(5)) {
      case 0 -> soon(random, () -> batch.cancel(slot));
      case 1 -> soon(random, () -> batch.result(slot).cancel(true));
      case 2 -> soon(random, batch::cancel);
      default -> {
        // It stays.
      }
    }
    return batch.result().thenAccept(result -> expect(targets, result));
  }

  private static void expect(List<ModelTarget> targets, BatchResult result) {
    assertThat(result.results()).extracting(ModelResult::target).isEqualTo(targets);
  }

  private void soon(Random random, Runnable task) {
    Runnable watched =
        () -> {
          try {
            task.run();
          } catch (Throwable e) { // an Error is what is looked for, too
            thrown.add(e);
          }
        };
    var unused = canceller.schedule(watched, random.nextInt(300), TimeUnit.MILLISECONDS);
  }

  private void hear(int number, DispatchEvent event, boolean throwing) {
    if (event instanceof DispatchEvent.Settled done) {
      settled.incrementAndGet(number);
      results.add(done.result());
    }
    if (throwing) {
      throw new IllegalStateException("a listener");
    }
  }

  private static ModelTarget target(Random random) {
    String provider = random.nextInt(20) == 0 ? "nobody" : "fake";
    return ModelTarget.of(provider, "m" + random.nextInt(12));
  }
}
