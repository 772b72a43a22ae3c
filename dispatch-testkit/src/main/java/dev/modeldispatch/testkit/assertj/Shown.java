package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is there, in words for a failing assertion: of texts the length alone. */
final class Shown {
  private static final int SLOTS = 20;

  private Shown() {}

  /** One line on the outcome, one on the attempts. */
  static String of(ModelResult result) {
    return "  " + result.target() + ": " + outcome(result) + "\n  " + attempts(result.attempts());
  }

  static String of(Failure failure) {
    return failure.kind().code()
        + ": "
        + failure.message()
        + (failure.evidence().isEmpty() ? "" : " (" + failure.evidence() + ")")
        + (failure.hint().isEmpty() ? "" : " " + failure.hint());
  }

  /** One line for each slot. */
  static String of(BatchResult batch) {
    var slots = batch.results();
    return "  "
        + batch
        + IntStream.range(0, Math.min(SLOTS, slots.size()))
            .mapToObj(i -> "\n  [" + i + "] " + slots.get(i).target() + " " + brief(slots.get(i)))
            .collect(Collectors.joining())
        + (slots.size() > SLOTS ? "\n  and " + (slots.size() - SLOTS) + " more" : "");
  }

  private static String outcome(ModelResult result) {
    if (result instanceof Answered answer) {
      String by = answer.answeredBy().equals(answer.target()) ? "" : " by " + answer.answeredBy();
      return "answered" + by + " (" + answer.text().length() + " chars, " + usage(result) + ")";
    }
    var unanswered = (Unanswered) result;
    return brief(result)
        + "; "
        + of(unanswered.failure())
        + "; "
        + (unanswered.maybeProcessed() ? "maybe processed" : "nothing was sent")
        + unanswered.partialText().map(t -> ", " + t.length() + " chars had come").orElse("");
  }

  private static String brief(ModelResult result) {
    if (result instanceof Answered answer) {
      return "answered (" + answer.text().length() + " chars)";
    }
    if (result instanceof Cancelled cancelled) {
      return "was cancelled (" + cancelled.reason() + ")";
    }
    if (result instanceof TimedOut late) {
      return "timed out (" + late.deadline() + " limit " + late.limit() + ")";
    }
    return "failed with " + ((Unanswered) result).failure().kind().code();
  }

  static String usage(ModelResult result) {
    var usage = result.usage();
    return usage.inputTokens()
        + " tokens in, "
        + usage.outputTokens()
        + " out, "
        + usage.certainty();
  }

  static String attempts(List<Attempt> attempts) {
    return attempts.isEmpty()
        ? "no attempts"
        : attempts.stream().map(Shown::attempt).collect(Collectors.joining("\n  "));
  }

  private static String attempt(Attempt attempt) {
    return "attempt "
        + attempt.number()
        + " at "
        + attempt.target()
        + ", sent "
        + attempt.sent()
        + ", "
        + attempt.failure().map(Shown::of).orElse("without a failure");
  }
}
