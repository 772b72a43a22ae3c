package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The error replies of OpenAI: statuses, bodies and headers as the provider sends them. */
final class OpenAiErrors {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the provider says.
   *
   * @param status the HTTP status
   * @param message the message; {@code %s} is the model
   * @param type the error's type
   * @param param the error's param, if any
   * @param code the error's code, if any
   */
  private record Said(
      int status, String message, String type, @Nullable String param, @Nullable String code) {
    WireAnswer answer(String model) {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("error")
          .put("message", message.replace("%s", model))
          .put("type", type)
          .put("param", param)
          .put("code", code);
      return WireAnswer.json(status, body.toString());
    }
  }

  private static final Said UNKNOWN_MODEL =
      new Said(
          404,
          "The model `%s` does not exist or you do not have access to it.",
          "invalid_request_error",
          null,
          "model_not_found");

  private static final Map<FailureKind, Said> SAID = new EnumMap<>(FailureKind.class);

  static {
    say(
        FailureKind.RATE_LIMITED,
        429,
        "Rate limit reached for %s on requests per min (RPM): Limit 3, Used 3, Requested 1."
            + " Please try again in 20s.",
        "requests",
        "rate_limit_exceeded");
    say(
        FailureKind.QUOTA_EXHAUSTED,
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
        "insufficient_quota");
    say(
        FailureKind.SERVER_ERROR,
        500,
        "The server had an error while processing your request. Sorry about that!",
        "server_error",
        null);
    say(
        FailureKind.AUTH_REJECTED,
        401,
        "Incorrect API key provided: sk-****. You can find your API key in your account.",
        "invalid_request_error",
        "invalid_api_key");
    say(
        FailureKind.PERMISSION_DENIED,
        403,
        "Country, region, or territory not supported.",
        "request_forbidden",
        "unsupported_country_region_territory");
    say(
        FailureKind.INVALID_REQUEST,
        400,
        "Invalid value for 'temperature': must be at most 2.",
        "invalid_request_error",
        "invalid_value");
    say(
        FailureKind.CONTEXT_OVERFLOW,
        400,
        "This model's maximum context length is 8192 tokens. However, your messages resulted in"
            + " 9001 tokens. Please reduce the length of the messages.",
        "invalid_request_error",
        "context_length_exceeded");
    say(
        FailureKind.CONTENT_FILTERED,
        400,
        "Your request was rejected by our content rules.",
        "invalid_request_error",
        "content_policy_violation");
    SAID.put(FailureKind.MODEL_NOT_FOUND, UNKNOWN_MODEL);
  }

  private OpenAiErrors() {}

  static Set<FailureKind> kinds() {
    return Collections.unmodifiableSet(SAID.keySet());
  }

  static WireAnswer of(FailureKind kind, String model) {
    var said = SAID.get(kind);
    if (said == null) {
      throw new IllegalArgumentException(kind.code() + " is no error of this form: " + kinds());
    }
    var answer = said.answer(model);
    return kind == FailureKind.RATE_LIMITED
        ? answer
            .header("x-ratelimit-limit-requests", "3")
            .header("x-ratelimit-remaining-requests", "0")
            .header("x-ratelimit-reset-requests", "20s")
        : answer;
  }

  static WireAnswer unknownModel(String model) {
    return UNKNOWN_MODEL.answer(model);
  }

  static WireAnswer unknownRoute(HttpRequest request) {
    String message = "Invalid URL (" + request.method() + " " + request.path() + ")";
    return new Said(404, message, "invalid_request_error", null, null).answer("");
  }

  private static void say(
      FailureKind kind, int status, String message, String type, @Nullable String code) {
    SAID.put(kind, new Said(status, message, type, null, code));
  }
}
