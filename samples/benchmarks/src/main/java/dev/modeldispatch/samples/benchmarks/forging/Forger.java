package dev.modeldispatch.samples.benchmarks.forging;

import dev.modeldispatch.Answered.Completeness;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.testkit.contract.HostileText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes batches whose answers want to pass for parts of their report: hostile texts, and cuts from
 * real reports, the batch's own among them.
 */
public final class Forger {
  private Forger() {}

  /** Returns a batch of one to four targets. */
  public static BatchResult batch(Random random) {
    List<ModelResult> results = new ArrayList<>();
    int size = 1 + random.nextInt(4);
    for (int slot = 0; slot < size; slot++) {
      results.add(result(random, slot, foreign(random, List.of())));
    }
    if (random.nextInt(3) == 0) {
      BatchResult real = of(results);
      List<String> reports =
          List.of(
              ComparisonReport.text(real),
              ComparisonReport.markdown(real),
              ComparisonReport.json(real),
              ComparisonReport.html(real));
      results.set(0, result(random, 0, foreign(random, reports)));
    }
    return of(results);
  }

  private static BatchResult of(List<ModelResult> results) {
    return BatchResult.of(results, BatchResult.Status.PARTIAL, Duration.ofMillis(5));
  }

  private static String foreign(Random random, List<String> reports) {
    var text = new StringBuilder(HostileText.any(random));
    if (!reports.isEmpty()) {
      String report = reports.get(random.nextInt(reports.size()));
      int from = random.nextInt(report.length());
      text.append(report, from, Math.min(report.length(), from + random.nextInt(2_000)));
    }
    return text.toString();
  }

  private static ModelResult result(Random random, int slot, String foreign) {
    var result =
        ModelResult.builder(HostileText.target(random, slot))
            .elapsed(Duration.ofMillis(random.nextInt(3_000)));
    return switch (random.nextInt(8)) {
      case 0 ->
          result.failed(Failure.builder(FailureKind.UNKNOWN, foreign).hint(foreign + "!").build());
      case 1 -> result.timedOut(TimedOut.Deadline.BATCH, Duration.ofSeconds(1));
      case 2 -> result.cancelled(Cancelled.Reason.BATCH);
      case 3 -> result.answered(foreign, Completeness.UNVERIFIED);
      default -> result.answered(foreign);
    };
  }
}
