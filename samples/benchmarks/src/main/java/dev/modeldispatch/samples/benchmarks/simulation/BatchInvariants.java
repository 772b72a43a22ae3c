package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.BatchResult.Status;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What has to hold of one batch, once a run is over. */
final class BatchInvariants {
  private final World world;

  BatchInvariants(World world) {
    this.world = world;
  }

  static boolean isComplete(AskedBatch batch) {
    return batch.result().filter(r -> r.status() == Status.COMPLETE).isPresent();
  }

  void check(AskedBatch batch) {
    Optional<BatchResult> result = batch.result();
    expect(result.isPresent(), "G1 a batch ends", batch);
    if (result.isPresent()) {
      slots(batch, result.get().results());
      times(batch, result.get());
      status(batch, result.get());
    }
  }

  private void slots(AskedBatch batch, List<ModelResult> results) {
    boolean same = results.size() == batch.slots().size();
    expect(same, "G1 one result per slot", batch);
    long last = 0;
    for (int i = 0; same && i < results.size(); i++) {
      Asked slot = batch.slots().get(i);
      last = Math.max(last, slot.settledAt());
      ModelResult here = results.get(i);
      expect(
          slot.result().filter(one -> one == here).isPresent(),
          "G1 the results are in their places",
          batch);
    }
    expect(batch.endedAt() == last, "a batch ends with its last slot", batch);
  }

  private void times(AskedBatch batch, BatchResult result) {
    long took = batch.endedAt() - batch.startedAt();
    expect(result.elapsed().toNanos() == took, "a batch tells the time that passed", batch);
    expect(
        batch.plan().deadline().map(limit -> took <= limit.toNanos()).orElse(true),
        "G3 a batch ends by its deadline",
        batch);
  }

  private void status(AskedBatch batch, BatchResult result) {
    int answers = result.answers().size();
    boolean complete = result.status() == Status.COMPLETE;
    batch
        .plan()
        .answersNeeded()
        .ifPresent(
            needed ->
                expect(
                    complete == (answers >= needed)
                        && (!complete || endedWithAnswer(batch, needed)),
                    "a batch is complete, and ends, with the last answer it wanted",
                    batch));
    if (batch.plan().providersNeeded() > 0) {
      long providers =
          result.answers().stream().map(a -> a.answeredBy().provider()).distinct().count();
      expect(
          complete == (providers >= batch.plan().providersNeeded()),
          "complete means what was wanted",
          batch);
    }
    expect(
        complete || result.status() == (answers > 0 ? Status.PARTIAL : Status.FAILED),
        "a batch's status is that of its slots",
        batch);
  }

  /** The losers end with the answer that was the last one wanted. */
  private static boolean endedWithAnswer(AskedBatch batch, int number) {
    return batch.slots().stream()
        .filter(slot -> slot.result().filter(ModelResult::isAnswered).isPresent())
        .mapToLong(Asked::settledAt)
        .sorted()
        .skip(number - 1)
        .limit(1)
        .allMatch(at -> at == batch.endedAt());
  }

  private void expect(boolean kept, String promise, AskedBatch batch) {
    if (!kept) {
      world.expect(
          false,
          promise,
          () ->
              "batch of "
                  + batch.slots().size()
                  + " from "
                  + Duration.ofNanos(batch.startedAt())
                  + ", "
                  + batch.plan().completion()
                  + ": "
                  + batch.result());
    }
  }
}
