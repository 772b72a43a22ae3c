package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.ErrorTable.Told;
import java.time.Duration;
import java.util.Set;

/** The error replies of OpenAI: statuses, bodies and headers as the provider sends them. */
final class OpenAiErrors implements WireErrors {
  private static final String WRONG = "invalid_request_error";
  private static final ErrorTable TABLE =
      new ErrorTable()
          .say(
              FailureKind.RATE_LIMITED,
              429,
              "requests",
              "rate_limit_exceeded",
              "Rate limit reached for %s on requests per min (RPM): Limit 3, Used 3, Requested 1.")
          .say(
              FailureKind.QUOTA_EXHAUSTED,
              429,
              "insufficient_quota",
              "insufficient_quota",
              "You exceeded your current quota, please check your plan and billing details.")
          .say(
              FailureKind.SERVER_ERROR,
              500,
              "server_error",
              "",
              "The server had an error while processing your request. Sorry about that!")
          .say(
              FailureKind.AUTH_REJECTED,
              401,
              WRONG,
              "invalid_api_key",
              "Incorrect API key provided: sk-****. You can find your API key in your account.")
          .say(
              FailureKind.PERMISSION_DENIED,
              403,
              "request_forbidden",
              "unsupported_country_region_territory",
              "Country, region, or territory not supported.")
          .say(
              FailureKind.INVALID_REQUEST,
              400,
              WRONG,
              "invalid_value",
              "Invalid value for 'temperature': must be at most 2.")
          .say(
              FailureKind.CONTEXT_OVERFLOW,
              400,
              WRONG,
              "context_length_exceeded",
              "This model's maximum context length is 8192 tokens. However, your messages resulted"
                  + " in 9001 tokens. Please reduce the length of the messages.")
          .say(
              FailureKind.CONTENT_FILTERED,
              400,
              WRONG,
              "content_policy_violation",
              "Your request was rejected by our content rules.")
          .say(
              FailureKind.MODEL_NOT_FOUND,
              404,
              WRONG,
              "model_not_found",
              "The model `%s` does not exist or you do not have access to it.");

  @Override
  public Set<FailureKind> kinds() {
    return TABLE.kinds();
  }

  @Override
  public WireAnswer of(FailureKind kind, String model, Duration wait) {
    var told = TABLE.of(kind, model);
    if (kind != FailureKind.RATE_LIMITED) {
      return answer(told);
    }
    String go = ErrorTable.go(wait);
    return answer(
            new Told(
                told.status(),
                told.word(),
                told.code(),
                told.message() + " Please try again in " + go + "."))
        .header("x-ratelimit-limit-requests", "3")
        .header("x-ratelimit-remaining-requests", "0")
        .header("x-ratelimit-reset-requests", go);
  }

  @Override
  public WireAnswer of(int status, String message) {
    String type =
        switch (status) {
          case 429 -> "requests";
          default -> status < 500 ? WRONG : "server_error";
        };
    return answer(new Told(status, type, "", message));
  }

  @Override
  public WireAnswer unknownModel(String model) {
    return answer(TABLE.of(FailureKind.MODEL_NOT_FOUND, model));
  }

  @Override
  public WireAnswer unknownRoute(HttpRequest request) {
    return of(404, "Invalid URL (" + request.method() + " " + request.path() + ")");
  }

  @Override
  public String insideOk() {
    return answer(TABLE.of(FailureKind.SERVER_ERROR, "")).text();
  }

  private static WireAnswer answer(Told told) {
    ObjectNode body = WireJson.object();
    body.putObject("error")
        .put("message", told.message())
        .put("type", told.word())
        .putNull("param")
        .put("code", told.code().isEmpty() ? null : told.code());
    return WireAnswer.json(told.status(), body.toString());
  }
}
