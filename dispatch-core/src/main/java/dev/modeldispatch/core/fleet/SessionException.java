package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.util.List;

/**
 * What was asked of a session server, or of a fleet, did not come about: classified, with all
 * reasons.
 */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient List<String> problems;

  /** Makes one for this failure. */
  public SessionException(Failure failure) {
    this(failure, List.of());
  }

  private SessionException(Failure failure, List<String> problems) {
    super(failure.toString() + (failure.hint().isEmpty() ? "" : ". " + failure.hint()));
    this.failure = failure;
    this.problems = List.copyOf(problems);
  }

  /** Returns the refusal of an order or of several, for these reasons. */
  static SessionException refused(List<String> problems) {
    String all = String.join("; ", problems);
    return new SessionException(
        Failure.builder(FailureKind.INVALID_REQUEST, "nothing was launched: " + all)
            .evidence(problems.size() + (problems.size() == 1 ? " problem" : " problems"))
            .build(),
        problems);
  }

  /** {@return what went wrong} */
  public Failure failure() {
    return failure;
  }

  /** {@return all that is wrong with what was ordered, each in one line; empty if that was fine} */
  public List<String> problems() {
    return problems;
  }
}
