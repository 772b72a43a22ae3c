package dev.modeldispatch.samples.benchmarks.forging;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a report shows of one target.
 *
 * @param target who
 * @param isAnswer whether it is shown as an answer
 * @param body what it said; of other ends than a failure nothing foreign is shown
 */
record Shown(String target, boolean isAnswer, String body) {
  /** Returns what an honest report shows. */
  static List<Shown> of(BatchResult batch, UnaryOperator<String> form) {
    return batch.results().stream().map(result -> of(result, form)).toList();
  }

  private static Shown of(ModelResult result, UnaryOperator<String> form) {
    String said =
        switch (result.status()) {
          case ANSWERED -> result.answered().map(Answered::text).orElseThrow();
          case FAILED -> why(result.unanswered().orElseThrow().failure());
          case TIMED_OUT -> "Did not respond within 1s (the batch's deadline)";
          case CANCELLED -> "Cancelled after " + duration(result.elapsed().toMillis());
        };
    return new Shown(result.target().toString(), result.isAnswered(), form.apply(said));
  }

  private static String why(Failure failure) {
    return failure.kind().code() + ": " + failure.message() + "\nHint: " + failure.hint();
  }

  private static String duration(long millis) {
    return millis < 1000
        ? millis + "ms"
        : String.format(java.util.Locale.ROOT, "%.1fs", millis / 1000.0);
  }
}
