package dev.modeldispatch;

import java.math.BigDecimal;
import java.time.Duration;

/** No answer by the deadline. */
public final class TimedOut extends Shortfall implements Unanswered {
  /** Whose deadline passed. */
  public enum Deadline {
    /** The prompt's own, or the dispatcher's default. */
    DISPATCH,
    /** The batch's. */
    BATCH
  }

  private final Deadline deadline;
  private final Duration limit;
  private final Failure failure;

  TimedOut(ResultBuilder builder, Deadline deadline, Duration limit) {
    super(builder);
    this.deadline = deadline;
    this.limit = limit;
    this.failure =
        Failure.builder(
                FailureKind.DEADLINE_EXCEEDED,
                target()
                    + " did not answer within "
                    + seconds(limit)
                    + " s ("
                    + (deadline == Deadline.BATCH ? "the batch's" : "the dispatch's")
                    + " deadline).")
            .hint("Allow more time, or pick a faster model.")
            .evidence(deadline == Deadline.BATCH ? "batch deadline" : "dispatch deadline")
            .build();
  }

  /** {@return whose deadline passed} */
  public Deadline deadline() {
    return deadline;
  }

  /** {@return how long it was} */
  public Duration limit() {
    return limit;
  }

  @Override
  public Failure failure() {
    return failure;
  }

  @Override
  public Status status() {
    return Status.TIMED_OUT;
  }

  private static String seconds(Duration limit) {
    return BigDecimal.valueOf(limit.getSeconds())
        .add(BigDecimal.valueOf(limit.getNano(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  @Override
  public String toString() {
    return facts("TimedOut", ", " + deadline + " limit " + seconds(limit) + " s");
  }
}
