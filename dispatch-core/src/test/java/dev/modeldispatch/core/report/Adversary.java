package dev.modeldispatch.core.report;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.testkit.contract.HostileText;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Batches whose answers try to pass for parts of their report, in every form. */
final class Adversary {
  private Adversary() {}

  static BatchResult batch(Random random) {
    List<ModelResult> results =
        IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(slot -> result(random, slot)).toList();
    return BatchResult.of(results, BatchResult.Status.PARTIAL, Duration.ofMillis(5));
  }

  private static ModelResult result(Random random, int slot) {
    var result = ModelResult.builder(HostileText.target(random, slot));
    String foreign = HostileText.any(random);
    if (random.nextInt(4) > 0) {
      return result.answered(foreign);
    }
    return result.failed(Failure.builder(FailureKind.UNKNOWN, foreign).hint(foreign + "!").build());
  }
}
