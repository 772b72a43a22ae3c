package dev.modeldispatch.core.failure;

import static dev.modeldispatch.FailureKind.AUTH_REJECTED;
import static dev.modeldispatch.FailureKind.CONTENT_FILTERED;
import static dev.modeldispatch.FailureKind.CONTEXT_OVERFLOW;
import static dev.modeldispatch.FailureKind.INVALID_REQUEST;
import static dev.modeldispatch.FailureKind.MODEL_NOT_FOUND;
import static dev.modeldispatch.FailureKind.OVERLOADED;
import static dev.modeldispatch.FailureKind.PERMISSION_DENIED;
import static dev.modeldispatch.FailureKind.QUOTA_EXHAUSTED;
import static dev.modeldispatch.FailureKind.RATE_LIMITED;
import static dev.modeldispatch.FailureKind.SERVER_ERROR;
import static dev.modeldispatch.FailureKind.UNKNOWN;

import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import java.util.List;
import java.util.Optional;

/**
 * The ordered rules that give a server's failure its name; the first that fits decides. A message
 * that repeats what was sent is not read.
 */
public final class FailureRules {
  private static final FailureRules STANDARD =
      new FailureRules(
          List.of(
              Rule.status(QUOTA_EXHAUSTED, 402),
              Rule.codes(
                      QUOTA_EXHAUSTED,
                      "insufficient_quota",
                      "credit_balance_exhausted",
                      "enforced_spend_limit_reached",
                      "billing_error",
                      "blocked_api_access")
                  .at(-5),
              Rule.phrases(
                      QUOTA_EXHAUSTED,
                      "credit balance",
                      "spend limit",
                      "requires billing",
                      "account is not active")
                  .at(400, 403, 429),
              Rule.status(RATE_LIMITED, 429),
              Rule.codes(
                      RATE_LIMITED, "rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED")
                  .at(-5),
              Rule.status(OVERLOADED, 529),
              Rule.codes(OVERLOADED, "overloaded_error"),
              Rule.status(SERVER_ERROR, 5, 408),
              Rule.codes(
                  SERVER_ERROR,
                  "api_error",
                  "server_error",
                  "INTERNAL",
                  "UNAVAILABLE",
                  "timeout_error",
                  "DEADLINE_EXCEEDED"),
              Rule.codes(PERMISSION_DENIED, "unsupported_country_region_territory"),
              Rule.phrases(PERMISSION_DENIED, "location is not supported").at(400, 403),
              Rule.status(AUTH_REJECTED, 401),
              Rule.codes(
                  AUTH_REJECTED,
                  "authentication_error",
                  "invalid_api_key",
                  "UNAUTHENTICATED",
                  "API_KEY_INVALID"),
              Rule.codes(CONTENT_FILTERED, "content_filter", "content_policy_violation"),
              Rule.status(PERMISSION_DENIED, 403),
              Rule.codes(MODEL_NOT_FOUND, "model_not_found"),
              Rule.codes(MODEL_NOT_FOUND, "not_found_error", "NOT_FOUND", "DeploymentNotFound")
                  .at(404),
              Rule.status(MODEL_NOT_FOUND, 410),
              Rule.phrases(
                      MODEL_NOT_FOUND,
                      "try pulling it first",
                      "model not found",
                      "no endpoints found for",
                      "has been decommissioned",
                      "has been retired")
                  .at(400, 404),
              Rule.codes(CONTEXT_OVERFLOW, "context_length_exceeded", "ContextOverflowError"),
              Rule.phrases(
                      CONTEXT_OVERFLOW,
                      "maximum context length",
                      "prompt is too long",
                      "exceeds the available context size",
                      "input is too long")
                  .at(400, 413, 422),
              Rule.status(INVALID_REQUEST, 3, 400, 404, 405, 409, 413, 415, 422)));

  private final List<Rule> rules;

  private FailureRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** {@return the rules for the providers that the library knows} */
  public static FailureRules standard() {
    return STANDARD;
  }

  /**
   * Returns the reply's failure, named and ready to be shown.
   *
   * @param target who was asked
   * @param reply what the server showed
   * @param filter decides what of the server's words may be read and shown
   */
  public Failure.Builder classify(ModelTarget target, ServerReply reply, RemoteText filter) {
    Optional<String> readable =
        reply.message().isEmpty() || filter.repeatsSent(reply.message())
            ? Optional.empty()
            : Optional.of(reply.message());
    var failure =
        rules.stream()
            .flatMap(
                rule ->
                    rule
                        .evidence(reply, readable)
                        .map(e -> Wording.of(rule.kind(), target, reply.status()).evidence(e))
                        .stream())
            .findFirst()
            .orElseGet(
                () ->
                    Wording.of(UNKNOWN, target, reply.status())
                        .evidence(Integer.toString(reply.status())));
    filter.shown(reply.message()).ifPresent(failure::detail);
    return failure.httpStatus(reply.status());
  }
}
