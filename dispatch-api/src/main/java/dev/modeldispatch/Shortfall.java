package dev.modeldispatch;

import java.util.Optional;

/** What the three cases without an answer have in common. */
abstract class Shortfall extends Outcome {
  private final Optional<String> partialText;
  private final boolean maybeProcessed;

  Shortfall(ResultBuilder builder) {
    super(builder);
    partialText = builder.partialText;
    maybeProcessed = builder.maybeProcessed;
  }

  /** {@return the text that had come before the end} */
  public Optional<String> partialText() {
    return partialText;
  }

  /** {@return whether bytes of a request may have left} */
  public boolean maybeProcessed() {
    return maybeProcessed;
  }
}
