package dev.modeldispatch.core.batch;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import java.time.Duration;
import java.util.function.Function;

/** Why a batch called a slot off, as the slot's result tells it. */
final class Called {
  private final Function<ResultBuilder, Unanswered> ending;

  private Called(Function<ResultBuilder, Unanswered> ending) {
    this.ending = ending;
  }

  static Called off(Cancelled.Reason reason) {
    return new Called(builder -> builder.cancelled(reason));
  }

  static Called byDeadline(Duration limit) {
    return new Called(builder -> builder.timedOut(TimedOut.Deadline.BATCH, limit));
  }

  /** Returns the result of a slot that was called off with these facts. */
  Unanswered result(ResultBuilder facts) {
    return ending.apply(facts);
  }

  /** Returns the dispatcher's result with the batch's reason, unless it ended by itself. */
  ModelResult relabelled(ModelResult result) {
    return result instanceof Cancelled cancelled ? ending.apply(cancelled.toBuilder()) : result;
  }
}
