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

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for the providers that the library knows. Their order is part of them: money before
 * pace, pace before trouble, trouble before what the caller did wrong; status or code before text.
 */
final class StandardRules {
  private static final String TOO_LARGE_FOR_THE_RATE =
      "The prompt alone is above the rate limit: shorten it, or raise the limit at the provider.";

  private StandardRules() {}

  static List<Rule> all() {
    return Stream.of(money(), pace(), trouble(), key(), content(), model(), context(), rest())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Rule> money() {
    return List.of(
        Rule.status(QUOTA_EXHAUSTED, 402),
        Rule.codes(
                QUOTA_EXHAUSTED,
                "insufficient_quota",
                "credit_balance_exhausted",
                "enforced_spend_limit_reached",
                "billing_error",
                "billing_not_active",
                "billing_hard_limit_reached",
                "blocked_api_access")
            .at(-5),
        Rule.phrases(
                QUOTA_EXHAUSTED,
                "credit balance",
                "spend limit",
                "spending limit",
                "insufficient balance",
                "run out of credits",
                "doesn't have any credits",
                "key limit exceeded",
                "specified api usage limits",
                "session usage limit",
                "weekly usage limit",
                "requires billing",
                "account is not active")
            .at(400, 403, 429));
  }

  private static List<Rule> pace() {
    return List.of(
        Rule.phrases(RATE_LIMITED, "request too large for")
            .at(413, 429)
            .saying(Optional.of(false), Optional.of(TOO_LARGE_FOR_THE_RATE)),
        Rule.status(RATE_LIMITED, 429),
        Rule.codes(RATE_LIMITED, "rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED")
            .at(-5));
  }

  private static List<Rule> trouble() {
    return List.of(
        Rule.status(OVERLOADED, 529),
        Rule.codes(OVERLOADED, "overloaded_error"),
        Rule.codes(CONTEXT_OVERFLOW, "exceed_context_size_error"), // llama.cpp: a 500 at times
        Rule.status(SERVER_ERROR, 5, 408),
        Rule.codes(
            SERVER_ERROR,
            "api_error",
            "server_error",
            "INTERNAL",
            "UNAVAILABLE",
            "timeout_error",
            "DEADLINE_EXCEEDED"));
  }

  private static List<Rule> key() {
    return List.of(
        Rule.codes(PERMISSION_DENIED, "unsupported_country_region_territory"),
        Rule.phrases(PERMISSION_DENIED, "location is not supported").at(400, 403),
        Rule.status(AUTH_REJECTED, 401),
        Rule.codes(
            AUTH_REJECTED,
            "authentication_error",
            "invalid_api_key",
            "UNAUTHENTICATED",
            "API_KEY_INVALID"),
        Rule.phrases(AUTH_REJECTED, "incorrect api key provided").at(400));
  }

  private static List<Rule> content() {
    return List.of(
        Rule.codes(
            CONTENT_FILTERED,
            "content_filter",
            "content_policy_violation",
            "data_inspection_failed",
            "flagged_input"),
        Rule.phrases(
                CONTENT_FILTERED,
                "flagged as potentially violating",
                "violates usage guidelines",
                "blocked by content filtering policy",
                "content exists risk")
            .at(400, 403),
        Rule.status(PERMISSION_DENIED, 403),
        Rule.codes(PERMISSION_DENIED, "permission_error", "PERMISSION_DENIED"));
  }

  private static List<Rule> model() {
    return List.of(
        Rule.codes(MODEL_NOT_FOUND, "model_not_found", "model_decommissioned"),
        Rule.phrases(INVALID_REQUEST, "file not found").at(404), // llama.cpp: the route
        Rule.codes(
                MODEL_NOT_FOUND,
                "not_found_error",
                "NOT_FOUND",
                "NotFoundError",
                "DeploymentNotFound")
            .at(404),
        Rule.status(MODEL_NOT_FOUND, 410),
        Rule.phrases(
                MODEL_NOT_FOUND,
                "try pulling it first",
                "model not found",
                "model not exist",
                "invalid model:",
                "is not a valid model id",
                "no models loaded",
                "no endpoints found for",
                "has been decommissioned",
                "has been retired")
            .at(400, 404),
        Rule.phrases(MODEL_NOT_FOUND, "model '").at(404)); // Ollama: model 'x' not found
  }

  private static List<Rule> context() {
    return List.of(
        Rule.codes(CONTEXT_OVERFLOW, "context_length_exceeded", "ContextOverflowError"),
        Rule.phrases(
                CONTEXT_OVERFLOW,
                "maximum context length",
                "maximum prompt length",
                "prompt is too long",
                "exceeds the available context size",
                "exceeds the maximum number of tokens allowed",
                "when context the overflows",
                "greater than the context length",
                "must be less than max_seq_len",
                "input is too long")
            .at(400, 413, 422)
            .unless("rate limit", "quota", "per minute", "per day"));
  }

  private static List<Rule> rest() {
    return List.of(Rule.status(INVALID_REQUEST, 3, 400, 404, 405, 409, 413, 415, 422));
  }
}
