package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Reads failures out of what futures throw. */
final class SessionFailures {
  private SessionFailures() {}

  /** Returns why; what is no failure of a server is a fault of its plug, and named as such. */
  static Failure of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof SessionException known) {
      return known.failure();
    }
    if (cause instanceof CancellationException) {
      return Failure.builder(FailureKind.CANCELLED, "it was called off.").build();
    }
    return Failure.builder(FailureKind.UNKNOWN, "the session server's plug failed.")
        .evidence(cause.getClass().getSimpleName())
        .build();
  }

  /** Returns the exception that a caller should see. */
  static SessionException exception(Throwable thrown) {
    return unwrapped(thrown) instanceof SessionException known
        ? known
        : new SessionException(of(thrown));
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
