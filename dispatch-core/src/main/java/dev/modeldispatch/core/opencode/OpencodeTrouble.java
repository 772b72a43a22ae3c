package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Failure;

/** What was asked of {@link OpencodeSessions} did not come about. */
public final class OpencodeTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  OpencodeTrouble(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  /** {@return why} */
  public Failure failure() {
    return failure;
  }
}
