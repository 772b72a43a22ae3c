package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Unanswered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A target without an answer.
 *
 * @param slot its place in the batch, from 0
 * @param result why there is none
 * @param end how it came to be missing
 */
record Missing(int slot, Unanswered result, End end) {
  /** How a target came to be missing. */
  enum End {
    /** It failed; that says nothing of its speed. */
    FAILED,
    /** It never got its turn. */
    NOT_ASKED,
    /** It still worked after a time in which every answer of the others had come. */
    SLOWEST,
    /** It was called off before it was slower than the others' answers. */
    CUT_SHORT;

    /** {@return the name in files} */
    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Returns those who are missing, in input order. */
  static List<Missing> of(BatchResult batch) {
    Duration longest =
        batch.answers().stream()
            .map(Answered::elapsed)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    List<Missing> missing = new ArrayList<>();
    for (int slot = 0; slot < batch.results().size(); slot++) {
      ModelResult result = batch.results().get(slot);
      if (result instanceof Unanswered none) {
        missing.add(new Missing(slot, none, end(none, longest)));
      }
    }
    return missing;
  }

  private static End end(Unanswered none, Duration longest) {
    FailureKind kind = none.failure().kind();
    if (kind != FailureKind.DEADLINE_EXCEEDED && kind != FailureKind.CANCELLED) {
      return End.FAILED;
    }
    if (none.attempts().isEmpty() && !none.maybeProcessed()) {
      return End.NOT_ASKED;
    }
    return none.elapsed().compareTo(longest) >= 0 ? End.SLOWEST : End.CUT_SHORT;
  }
}
