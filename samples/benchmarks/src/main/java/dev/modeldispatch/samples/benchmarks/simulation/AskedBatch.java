package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One batch as its user saw it. */
final class AskedBatch {
  private final World world;
  private final Scenario.Plan plan;
  private final long startedAt;
  private List<Asked> slots = List.of();
  private boolean cancelTried;
  private int open;
  private @Nullable Batch batch;
  private @Nullable BatchResult result;
  private long endedAt = -1;

  AskedBatch(World world, Scenario.Plan plan) {
    this.world = world;
    this.plan = plan;
    this.startedAt = world.now();
  }

  Scenario.Plan plan() {
    return plan;
  }

  long startedAt() {
    return startedAt;
  }

  List<Asked> slots() {
    return slots;
  }

  boolean isCancelTried() {
    return cancelTried;
  }

  long endedAt() {
    return endedAt;
  }

  Optional<BatchResult> result() {
    return Optional.ofNullable(result);
  }

  /** {@return the batch, once its start has returned} */
  Optional<Batch> batch() {
    return Optional.ofNullable(batch);
  }

  BatchRequest request(List<Asked> all) {
    slots = List.copyOf(all);
    var request =
        BatchRequest.builder(
                slots.stream().map(Asked::target).toList(),
                slots.stream().map(Asked::prompt).toList())
            .completion(plan.completion());
    plan.deadline().ifPresent(request::deadline);
    if (plan.maxConcurrency() > 0) {
      request.maxConcurrency(plan.maxConcurrency());
    }
    if (isHeard()) {
      request.listener((slot, event) -> slots.get(slot).onEvent(event));
    }
    return request.build();
  }

  /** {@return whether it has a listener, as its first slot wants} */
  boolean isHeard() {
    return slots.get(0).mood().listens();
  }

  void started(Batch running) {
    batch = running;
  }

  void ended(BatchResult how) {
    world.expect(result == null, "G1 one result for a batch", () -> how + " after " + result);
    result = how;
    endedAt = world.now();
  }

  /** Notes that a user calls it off now. */
  void cancelTried() {
    cancelTried = true;
  }

  void opens() {
    open++;
    world.expect(
        plan.maxConcurrency() == 0 || open <= plan.maxConcurrency(),
        "no more slots run at once than maxConcurrency",
        () -> open + " of " + plan.maxConcurrency());
  }

  void closes() {
    open--;
  }
}
