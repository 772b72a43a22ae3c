package dev.modeldispatch.core.limit;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.time.Duration;

/** What a call that ended says about its server. */
enum Outcome {
  /** It works: it answered, or refused for a reason. */
  GOOD,
  /** It is in trouble. */
  TROUBLE,
  /** Nothing. */
  SILENT;

  /** Returns what a failure says. */
  static Outcome of(Failure failure) {
    return switch (failure.kind()) {
      case SERVER_ERROR, OVERLOADED, UNREACHABLE, CONNECTION_LOST, STALLED -> TROUBLE;
      case RATE_LIMITED,
          QUOTA_EXHAUSTED,
          AUTH_REJECTED,
          PERMISSION_DENIED,
          MODEL_NOT_FOUND,
          INVALID_REQUEST,
          CONTEXT_OVERFLOW,
          CONTENT_FILTERED,
          OUTPUT_TRUNCATED,
          EMPTY_ANSWER,
          MALFORMED_RESPONSE,
          RESPONSE_TOO_LARGE,
          STRUCTURED_OUTPUT,
          TOOL_DENIED ->
          GOOD;
      case AUTH_MISSING,
          PROVIDER_NOT_CONNECTED,
          CIRCUIT_OPEN,
          OVERLOADED_LOCALLY,
          DEADLINE_EXCEEDED,
          CANCELLED ->
          SILENT;
      // A server that nobody understands is there; a connector that threw says nothing of it.
      case UNKNOWN -> failure.httpStatus().isPresent() ? GOOD : SILENT;
    };
  }

  /** Returns what it says that a call was called off after its server had been silent so long. */
  static Outcome ofCallingOff(FailureKind why, Duration silence, Duration limit) {
    boolean passed = why == FailureKind.DEADLINE_EXCEEDED;
    return passed && silence.compareTo(limit) >= 0 ? TROUBLE : SILENT;
  }
}
