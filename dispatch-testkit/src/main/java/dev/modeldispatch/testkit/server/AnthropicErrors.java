package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.ErrorTable.Told;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** The error replies of Anthropic: statuses, bodies and headers as the provider sends them. */
final class AnthropicErrors implements WireErrors {
  private static final String REQUEST_ID = "req_011TestkitTestkitTestkit";
  private static final String WRONG = "invalid_request_error";
  private static final ErrorTable TABLE =
      new ErrorTable()
          .say(
              FailureKind.RATE_LIMITED,
              429,
              "rate_limit_error",
              "",
              "This request would exceed your organization's rate limit of 3 requests per minute"
                  + " (model: %s).")
          .say(
              FailureKind.QUOTA_EXHAUSTED,
              400,
              WRONG,
              "",
              "Your credit balance is too low to access the Anthropic API. Please go to Plans &"
                  + " Billing to upgrade or purchase credits.")
          .say(FailureKind.OVERLOADED, 529, "overloaded_error", "", "Overloaded")
          .say(FailureKind.SERVER_ERROR, 500, "api_error", "", "Internal server error")
          .say(FailureKind.AUTH_REJECTED, 401, "authentication_error", "", "invalid x-api-key")
          .say(
              FailureKind.PERMISSION_DENIED,
              403,
              "permission_error",
              "",
              "Your API key does not have permission to use the specified resource.")
          .say(FailureKind.INVALID_REQUEST, 400, WRONG, "", "temperature: range: 0..1")
          .say(
              FailureKind.CONTEXT_OVERFLOW,
              400,
              WRONG,
              "",
              "prompt is too long: 201130 tokens > 200000 maximum")
          .say(
              FailureKind.CONTENT_FILTERED,
              400,
              WRONG,
              "",
              "Output blocked by content filtering policy")
          .say(FailureKind.MODEL_NOT_FOUND, 404, "not_found_error", "", "model: %s");

  @Override
  public Set<FailureKind> kinds() {
    return TABLE.kinds();
  }

  @Override
  public WireAnswer of(FailureKind kind, String model, Duration wait) {
    var answer = answer(TABLE.of(kind, model));
    if (kind != FailureKind.RATE_LIMITED) {
      return answer;
    }
    var reset = InstantSource.system().instant().plus(wait).truncatedTo(ChronoUnit.SECONDS);
    return answer
        .header("retry-after", ErrorTable.seconds(wait))
        .header("anthropic-ratelimit-requests-limit", "3")
        .header("anthropic-ratelimit-requests-remaining", "0")
        .header("anthropic-ratelimit-requests-reset", reset.toString());
  }

  @Override
  public WireAnswer of(int status, String message) {
    return answer(new Told(status, type(status), "", message));
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? WRONG : "api_error";
    };
  }

  @Override
  public WireAnswer unknownModel(String model) {
    return answer(TABLE.of(FailureKind.MODEL_NOT_FOUND, model));
  }

  @Override
  public WireAnswer unknownRoute(HttpRequest request) {
    return of(404, "Not found");
  }

  /** Overload is what comes inside a stream. */
  @Override
  public String insideOk() {
    return answer(TABLE.of(FailureKind.OVERLOADED, "")).text();
  }

  private static WireAnswer answer(Told told) {
    ObjectNode body = WireJson.object().put("type", "error");
    body.putObject("error").put("type", told.word()).put("message", told.message());
    body.put("request_id", REQUEST_ID);
    return WireAnswer.json(told.status(), body.toString()).header("request-id", REQUEST_ID);
  }
}
