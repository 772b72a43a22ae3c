package dev.modeldispatch.core.engine;

import dev.modeldispatch.Answered.Completeness;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a dispatch ends, before it is known whether it does so first. */
final class Ending {
  private final Function<ResultBuilder, ModelResult> result;
  private final FailureKind kind;
  private final boolean answer;
  private Optional<Reply> reply = Optional.empty();
  private String partial = "";

  private Ending(Function<ResultBuilder, ModelResult> result, FailureKind kind, boolean answer) {
    this.result = result;
    this.kind = kind;
    this.answer = answer;
  }

  static Ending answered(String text, Completeness completeness) {
    return new Ending(b -> b.answered(text, completeness), FailureKind.CANCELLED, true);
  }

  static Ending failed(Failure failure) {
    return new Ending(b -> b.failed(failure), failure.kind(), false);
  }

  static Ending timedOut(Duration limit) {
    return new Ending(
        b -> b.timedOut(TimedOut.Deadline.DISPATCH, limit), FailureKind.DEADLINE_EXCEEDED, false);
  }

  static Ending cancelled(Cancelled.Reason reason) {
    return new Ending(b -> b.cancelled(reason), FailureKind.CANCELLED, false);
  }

  /**
   * Makes one result of each kind, so that their classes are there when descriptors have run out:
   * an Error at that point would leave a dispatch without an end.
   */
  static void loadAll() {
    var target = ModelTarget.of("none", "none");
    var failure = Failure.builder(FailureKind.UNKNOWN, "none").build();
    for (Ending ending :
        List.of(
            answered("", Completeness.COMPLETE),
            failed(failure),
            timedOut(Duration.ofSeconds(1)),
            cancelled(Cancelled.Reason.CLOSED))) {
      ending.why(target);
      ending.of(ModelResult.builder(target));
    }
  }

  Ending withReply(Reply last) {
    reply = Optional.of(last);
    return this;
  }

  /** The text of the last reply that is no answer; what was streamed is known already. */
  Ending withPartial(String text) {
    partial = text;
    return this;
  }

  boolean isAnswer() {
    return answer;
  }

  /** Why an attempt that still ran was called off. */
  Failure why(ModelTarget asked) {
    return Failure.builder(kind, "the attempt at " + asked + " was called off.").build();
  }

  ModelResult of(ResultBuilder builder) {
    reply.flatMap(Reply::session).ifPresent(builder::session);
    reply.ifPresent(r -> r.notes().forEach(builder::note));
    if (!partial.isEmpty()) {
      builder.partialText(partial);
    }
    return result.apply(builder);
  }
}
