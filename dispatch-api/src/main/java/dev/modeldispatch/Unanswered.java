package dev.modeldispatch;

import java.util.Optional;

/** No answer, and why: {@link Failed}, {@link TimedOut} or {@link Cancelled}. */
public sealed interface Unanswered extends ModelResult permits Failed, TimedOut, Cancelled {
  /** {@return why there is no answer} */
  Failure failure();

  /** {@return what had come before the end; never to be taken for an answer} */
  Optional<String> partialText();

  /** {@return whether bytes of a request may have left, so that the provider may have worked} */
  boolean maybeProcessed();

  /** {@return a builder with all that is known here, so that a batch can tell why it ended this} */
  default ResultBuilder toBuilder() {
    return new ResultBuilder(this);
  }
}
