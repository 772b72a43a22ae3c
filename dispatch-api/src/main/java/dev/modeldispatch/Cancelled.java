package dev.modeldispatch;

/** No answer, because the work was called off. */
public final class Cancelled extends Shortfall implements Unanswered {
  /** Who called it off. */
  public enum Reason {
    /** The caller cancelled the dispatch, its slot or its target. */
    CALLER("cancelled by the caller"),
    /** The thread that waited was interrupted. */
    INTERRUPTED("the waiting thread was interrupted"),
    /** The batch was cancelled as a whole. */
    BATCH("the batch was cancelled"),
    /** The batch had all the answers that it wanted. */
    COMPLETION_MET("the batch had what it wanted"),
    /** The dispatcher was closed. */
    CLOSED("the dispatcher was closed");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;
  private final Failure failure;

  Cancelled(ResultBuilder builder, Reason reason) {
    super(builder);
    this.reason = reason;
    this.failure =
        Failure.builder(FailureKind.CANCELLED, target() + " was called off: " + reason.words + ".")
            .evidence(reason.words)
            .build();
  }

  /** {@return who called it off} */
  public Reason reason() {
    return reason;
  }

  @Override
  public Failure failure() {
    return failure;
  }

  @Override
  public Status status() {
    return Status.CANCELLED;
  }

  @Override
  public String toString() {
    return facts("Cancelled", ", " + reason);
  }
}
