package dev.modeldispatch;

/**
 * Thrown by {@link ModelResult#orElseThrow} and by {@link AnswerFormat#read(ModelResult)} alone: an
 * answer was needed and there is none.
 */
public final class DispatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Unanswered result;

  DispatchException(Unanswered result) {
    super(result.answeredBy() + ": " + result.failure() + tail(result.failure()));
    this.result = result;
  }

  /** {@return the result that was no answer} */
  public Unanswered result() {
    return result;
  }

  private static String tail(Failure failure) {
    return failure.hint().isEmpty() ? "" : ". " + failure.hint();
  }
}
