package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Failed;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.TimedOut;
import java.math.BigDecimal;

/**
 * One target's part of a report.
 *
 * @param label the case as the heading shows it, for example {@code OK}
 * @param body what stands below the heading, before anything is escaped
 */
record Section(ModelResult result, String label, String body) {

  /** Returns the part for this result; of an answer at most {@code longest} characters. */
  static Section of(ModelResult result, int longest) {
    if (result instanceof Answered answer) {
      boolean whole = answer.completeness() == Answered.Completeness.COMPLETE;
      return new Section(result, whole ? "OK" : "OK, unverified", cut(answer.text(), longest));
    }
    if (result instanceof TimedOut late) {
      return new Section(result, "TIMEOUT", late(late));
    }
    if (result instanceof Failed failed) {
      return new Section(result, "ERROR", why(failed.failure()));
    }
    return new Section(
        result, "CANCELLED", "Cancelled after " + Figures.duration(result.elapsed()));
  }

  /** {@return the line above the body} */
  String heading() {
    String via = result.answeredBy().equals(result.target()) ? "" : " via " + result.answeredBy();
    long millis = result.elapsed().toMillis();
    return "--- " + result.target() + " [" + label + "] (" + millis + "ms)" + via + " ---";
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest
        ? text
        : SafeText.start(text, longest) + "\n[truncated from " + text.length() + " chars]";
  }

  private static String late(TimedOut late) {
    String limit =
        BigDecimal.valueOf(late.limit().toMillis(), 3).stripTrailingZeros().toPlainString();
    String whose = late.deadline() == TimedOut.Deadline.BATCH ? " (the batch's deadline)" : "";
    return "Did not respond within " + limit + "s" + whose;
  }

  private static String why(Failure failure) {
    String what = failure.kind().code() + ": " + failure.message();
    return failure.hint().isEmpty() ? what : what + "\nHint: " + failure.hint();
  }
}
