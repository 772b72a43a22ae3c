package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What {@code info.error} holds after each kind of failure, as it was seen at the real server. */
final class OpencodeErrors {
  /**
   * What the server says.
   *
   * @param name the error's name
   * @param status the provider's status; 0 if there is none
   * @param message the message
   */
  private record Said(String name, int status, String message) {
    ObjectNode json(FailureKind kind) {
      ObjectNode error = OpencodeJson.error(name, message);
      if (status != 0) {
        var data = (ObjectNode) error.path("data");
        data.put("statusCode", status).put("isRetryable", status == 429 || status >= 500);
        data.putObject("responseHeaders").put("content-type", "application/json");
        data.put("responseBody", body(kind));
        data.putObject("metadata").put("url", "http://127.0.0.1:9/v1/chat/completions");
      }
      return error;
    }
  }

  /** The provider's own words. */
  private static String body(FailureKind kind) {
    var words = new OpenAiErrors();
    return words.kinds().contains(kind)
        ? words.of(kind, "m", Duration.ofSeconds(20)).text()
        : "{\"error\":{\"message\":\"An error.\"}}";
  }

  private static final Map<FailureKind, Said> SAID = new EnumMap<>(FailureKind.class);

  static {
    say(FailureKind.AUTH_MISSING, "ProviderAuthError", 0, "API key is missing.");
    say(FailureKind.AUTH_REJECTED, "APIError", 401, "Incorrect API key provided: sk-bad.");
    say(FailureKind.PERMISSION_DENIED, "APIError", 403, "You are not allowed to do this.");
    say(FailureKind.QUOTA_EXHAUSTED, "APIError", 402, "Payment required: credit balance too low.");
    say(FailureKind.MODEL_NOT_FOUND, "APIError", 404, "The model does not exist.");
    say(FailureKind.INVALID_REQUEST, "APIError", 400, "Unknown parameter: 'x'.");
    say(FailureKind.RATE_LIMITED, "APIError", 429, "Rate limit reached for requests");
    say(FailureKind.SERVER_ERROR, "APIError", 500, "The server had an error. Sorry about that!");
    say(FailureKind.OVERLOADED, "APIError", 529, "Overloaded");
    say(
        FailureKind.UNREACHABLE,
        "APIError",
        0,
        "Cannot connect to API: Unable to connect. Is the computer able to access the url?");
    say(
        FailureKind.CONNECTION_LOST,
        "APIError",
        0,
        "Cannot connect to API: The socket connection was closed unexpectedly.");
    say(FailureKind.MALFORMED_RESPONSE, "UnknownError", 0, "JSON parsing failed");
    say(
        FailureKind.CONTEXT_OVERFLOW,
        "ContextOverflowError",
        0,
        "This model's maximum context length is 128000 tokens.");
    say(FailureKind.CONTENT_FILTERED, "ContentFilterError", 0, "The answer was filtered.");
    say(
        FailureKind.STRUCTURED_OUTPUT,
        "StructuredOutputError",
        0,
        "Model did not produce structured output");
  }

  private OpencodeErrors() {}

  static Set<FailureKind> kinds() {
    return Collections.unmodifiableSet(SAID.keySet());
  }

  static ObjectNode of(FailureKind kind) {
    var said = SAID.get(kind);
    if (said == null) {
      throw new IllegalArgumentException(kind.code() + " is no error of this form: " + kinds());
    }
    return said.json(kind);
  }

  private static void say(FailureKind kind, String name, int status, String message) {
    SAID.put(kind, new Said(name, status, message));
  }
}
