package dev.modeldispatch;

/** No answer, for a named reason. */
public final class Failed extends Shortfall implements Unanswered {
  private final Failure failure;

  Failed(ResultBuilder builder, Failure failure) {
    super(builder);
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }

  @Override
  public Status status() {
    return Status.FAILED;
  }

  @Override
  public String toString() {
    return facts("Failed", ", " + failure);
  }
}
