package dev.modeldispatch.core.tool;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.core.internal.Times;
import dev.modeldispatch.core.report.SafeText;
import java.util.Map;

/**
 * What the dispatch tool says of a dispatch without an answer: what happened, and what the model
 * that called can do.
 *
 * @param asking what was asked
 */
record FailureText(Asking asking, ToolOptions options) {
  private static final int LONGEST_REPLY = 2_000;

  /** Where the failure's own hint is for a programmer, one for a model. */
  private static final Map<FailureKind, String> HINTS =
      Map.of(
          FailureKind.EMPTY_ANSWER,
              "Common causes: the prompt asks for nothing, a content filter, or a model that only"
                  + " reasoned. Reword the prompt, or use another model.",
          FailureKind.MALFORMED_RESPONSE,
              "Common causes: a wrong model id, a provider that failed silently, or an address"
                  + " that is not a model server's. Check the model, or use another one.",
          FailureKind.SERVER_ERROR,
              "Common causes: the provider is down, or the server between is. Try again, or use"
                  + " another model.",
          FailureKind.UNKNOWN,
              "Common causes: a wrong model id, missing credentials, a provider that is down."
                  + " Check the model, or use another one.",
          FailureKind.STRUCTURED_OUTPUT,
              "Simplify jsonSchema, name it in the prompt, or use another model.",
          FailureKind.OUTPUT_TRUNCATED,
              "Ask for a shorter answer, or use a model with a longer output.",
          FailureKind.OVERLOADED_LOCALLY, "Wait for other calls to end, then try again.");

  /**
   * Returns the text.
   *
   * @param notes lines that stand below it; may be empty
   */
  ToolReply of(Unanswered none, String notes) {
    Failure why = none.failure();
    if (none instanceof TimedOut late) {
      return error(why, late(late), lateHint(), notes);
    }
    if (why.kind() == FailureKind.CANCELLED) {
      return error(why, "Cancelled after " + Times.shown(none.elapsed()), "", notes);
    }
    String hint = HINTS.getOrDefault(why.kind(), why.hint());
    if (why.kind() == FailureKind.EMPTY_ANSWER) {
      return empty(why, hint, notes);
    }
    if (why.kind() == FailureKind.STRUCTURED_OUTPUT) {
      int retries = Math.max(0, none.attempts().size() - 1);
      String what = "Structured output failed after " + retries + " retries: ";
      return error(why, what + why.evidence(), hint, notes);
    }
    return error(why, upstream(none, why), hint, notes);
  }

  private static ToolReply error(Failure why, String message, String hint, String notes) {
    return Words.error(DispatchDoing.FAMILY, why.kind(), message, hint, notes);
  }

  private static String late(TimedOut late) {
    return late.target() + " did not respond within " + Times.seconds(late.limit()) + "s.";
  }

  private String lateHint() {
    return asking.timeout().isPresent()
        ? "Consider increasing the timeout or using a faster model."
        : "This was the default " + Times.seconds(options.timeout()) + "s timeout.";
  }

  /** There was a reply, and no text in it: what it was is shown, secrets removed. */
  private static ToolReply empty(Failure why, String hint, String notes) {
    if (why.detail().isEmpty()) {
      return error(why, why.message(), hint, notes);
    }
    ToolReply warning = Words.warning(DispatchDoing.FAMILY, why.kind(), why.message(), hint, notes);
    String reply = SafeText.shown(Words.cut(why.detail().get(), LONGEST_REPLY));
    return new ToolReply(warning.kind(), warning.text() + "\nReply: " + reply);
  }

  /** What the provider itself said is told as its words. */
  private static String upstream(Unanswered none, Failure why) {
    if (why.httpStatus().isEmpty() || why.detail().isEmpty()) {
      return why.message();
    }
    String status = " (" + why.httpStatus().getAsInt() + ") — ";
    return none.answeredBy()
        + " returned an API error. Error: APIError"
        + status
        + why.detail().get();
  }
}
