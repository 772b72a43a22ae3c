package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever starts a dispatch or a batch is never parked, whether the limits are full or not. */
class NeverParksTest {
  private static final Duration MEDIAN = Duration.ofMillis(5);

  @RegisterExtension final Wire wire = new Wire();

  @Test
  void dispatchIntoFullLimitsReturnsAtOnceWithoutWaiting() throws Exception {
    returnsAtOnce(wire.builder().maxInFlight(1).maxQueued(150));
  }

  @Test
  void dispatchIntoAFullProviderReturnsAtOnceWithoutWaiting() throws Exception {
    var full = Protection.builder().maxInFlight(1).maxQueued(150).requestsPerMinute(60).breaker();
    returnsAtOnce(wire.builder().protect("fake", full.build()));
  }

  private void returnsAtOnce(ModelDispatchBuilder builder) throws Exception {
    wire.server().model("m").hangs();
    var dispatcher = wire.dispatcher(builder);
    repeat(dispatcher, 100);
    wire.server().awaitRequests(1, Wire.SOON);

    long fewest = Long.MAX_VALUE;
    List<Long> nanos = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      long waits = Waits.ofThisThread();
      nanos.addAll(repeat(dispatcher, 200));
      fewest = Math.min(fewest, Waits.ofThisThread() - waits);
    }

    // A queue's lock may be held for a moment by another thread; a limit that parks does it always.
    assertThat(fewest).isZero();
    assertThat(median(nanos)).isLessThanOrEqualTo(MEDIAN.toNanos());
  }

  @Test
  void dispatchIntoFreeLimitsReturnsAtOnce() {
    wire.server().model("m").answers("well");
    var dispatcher = wire.dispatcher(wire.builder());
    repeat(dispatcher, 100);

    List<Long> nanos = repeat(dispatcher, 200);

    assertThat(median(nanos)).isLessThanOrEqualTo(MEDIAN.toNanos());
  }

  @Test
  void startOfABatchDoesNotGrowWithItsTargets() {
    var batches =
        wire.open(wire.builder())
            .batchOver((target, prompt, listener) -> new CompletableFuture<>());
    medianStart(batches, 2_000, 20);

    long one = medianStart(batches, 1, 21);
    long many = medianStart(batches, 2_000, 21);

    assertThat(one).isLessThanOrEqualTo(MEDIAN.toNanos());
    assertThat(many).isLessThanOrEqualTo(MEDIAN.toNanos());
  }

  private static List<Long> repeat(Dispatcher dispatcher, int times) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      var unused = dispatcher.dispatchAsync(Wire.target("m"), Wire.HI);
      nanos.add(System.nanoTime() - start);
    }
    return nanos;
  }

  private static long medianStart(BatchDispatcher batches, int targets, int times) {
    List<ModelTarget> all = Collections.nCopies(targets, Wire.target("m"));
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      var request = BatchRequest.of(all, "hi");
      long start = System.nanoTime();
      Batch batch = batches.start(request);
      nanos.add(System.nanoTime() - start);
      batch.close();
    }
    return median(nanos);
  }

  private static long median(List<Long> nanos) {
    var sorted = nanos.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
