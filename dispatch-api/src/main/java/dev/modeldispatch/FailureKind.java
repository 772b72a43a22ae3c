package dev.modeldispatch;

import java.util.Locale;

/** What kind of failure kept a target from answering, and whether another try may help. */
public enum FailureKind {
  /** The provider asks to slow down. */
  RATE_LIMITED(true),
  /** The provider has no room right now. */
  OVERLOADED(true),
  /** The provider failed. */
  SERVER_ERROR(true),
  /** The connection broke after the request may have left. */
  CONNECTION_LOST(true),
  /** No connection could be made. */
  UNREACHABLE(true),
  /** No content came for the idle limit. */
  STALLED(true),
  /** The account's money or quota is used up. */
  QUOTA_EXHAUSTED(false),
  /** No key was configured, so nothing was sent. */
  AUTH_MISSING(false),
  /** The provider refused the key. */
  AUTH_REJECTED(false),
  /** The key may not do this. */
  PERMISSION_DENIED(false),
  /** The provider does not know the model. */
  MODEL_NOT_FOUND(false),
  /** The provider refused the request as it stands. */
  INVALID_REQUEST(false),
  /** The prompt does not fit into the model's context. */
  CONTEXT_OVERFLOW(false),
  /** The provider's content rules stopped the prompt or the answer. */
  CONTENT_FILTERED(false),
  /** The answer was cut by a length limit or a broken stream. */
  OUTPUT_TRUNCATED(false),
  /** The model ended normally and said nothing. */
  EMPTY_ANSWER(false),
  /** What came is not the provider's answer shape. */
  MALFORMED_RESPONSE(false),
  /** The response is above the byte limit. */
  RESPONSE_TOO_LARGE(false),
  /** The answer does not meet the prompt's JSON schema. */
  STRUCTURED_OUTPUT(false),
  /** No connector serves the provider, or its server has no credentials for it. */
  PROVIDER_NOT_CONNECTED(false),
  /** The circuit breaker is open. */
  CIRCUIT_OPEN(false),
  /** A limit of this process is reached. */
  OVERLOADED_LOCALLY(false),
  /** The model wanted a tool that it may not use. */
  TOOL_DENIED(false),
  /** The dispatch's or the batch's deadline passed. */
  DEADLINE_EXCEEDED(false),
  /** The work was cancelled. */
  CANCELLED(false),
  /** Nothing that the rules know. */
  UNKNOWN(false);

  private final boolean retryable;

  FailureKind(boolean retryable) {
    this.retryable = retryable;
  }

  /** {@return the name in texts and files, for example {@code rate_limited}} */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether another try may help, unless the single failure says otherwise} */
  public boolean retryable() {
    return retryable;
  }
}
