package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Batches to report. */
final class Samples {
  static final Failure LIMITED =
      Failure.builder(FailureKind.RATE_LIMITED, "q/b asks to slow down.")
          .hint("Wait 20 s.")
          .evidence("429")
          .httpStatus(429)
          .detail("remote words")
          .build();

  private Samples() {}

  /** Returns two answers, one failure, one that was too slow, one that never got its turn. */
  static BatchResult mixed() {
    return batch(
        BatchResult.Status.PARTIAL,
        result("p/a", 1200)
            .timings(new ModelResult.Timings(millis(100), Optional.of(millis(400))))
            .attempts(List.of(attempt(1, "p/a", 100, 1100, Optional.empty(), used())))
            .answered("The sky is blue."),
        result("q/b", 2500)
            .answeredBy(ModelTarget.parse("r/c"))
            .attempts(
                List.of(
                    attempt(1, "q/b", 0, 500, Optional.of(LIMITED), Usage.none()),
                    attempt(2, "r/c", 1500, 1000, Optional.empty(), Usage.unknown())))
            .note("q/b was left after rate_limited.")
            .answered("The sea is blue.", Answered.Completeness.UNVERIFIED),
        result("q/d", 40).failed(LIMITED),
        result("p/slow", 3000)
            .attempts(List.of(attempt(1, "p/slow", 0, 3000, Optional.empty(), Usage.unknown())))
            .timedOut(TimedOut.Deadline.DISPATCH, Duration.ofSeconds(3)),
        result("p/last", 3000).cancelled(Cancelled.Reason.BATCH));
  }

  static BatchResult answers(String... texts) {
    return batch(
        BatchResult.Status.COMPLETE,
        Arrays.stream(texts)
            .map(text -> result("p/m", 10).answered(text))
            .toArray(ModelResult[]::new));
  }

  static BatchResult batch(BatchResult.Status status, ModelResult... results) {
    return BatchResult.of(List.of(results), status, Duration.ofSeconds(3));
  }

  static ResultBuilder result(String target, long millis) {
    return ModelResult.builder(ModelTarget.parse(target)).elapsed(millis(millis));
  }

  static Attempt attempt(
      int number, String target, long after, long took, Optional<Failure> failure, Usage usage) {
    Duration waited = number == 1 ? Duration.ZERO : millis(1000);
    return new Attempt(
        number,
        ModelTarget.parse(target),
        millis(after),
        millis(took),
        Attempt.Sent.YES,
        failure,
        waited,
        number == 1 ? "" : "retry-after",
        usage);
  }

  private static Usage used() {
    return new Usage(
        12, 34, 4, 10, 0, Usage.Certainty.EXACT, Optional.of(new BigDecimal("0.00120")));
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
