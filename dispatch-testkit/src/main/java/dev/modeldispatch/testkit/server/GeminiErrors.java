package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.ErrorTable.Told;
import java.time.Duration;
import java.util.Set;

/** The error replies of Gemini: statuses, bodies and details as the provider sends them. */
final class GeminiErrors implements WireErrors {
  private static final String TYPE = "type.googleapis.com/google.rpc.";
  private static final String WRONG = "INVALID_ARGUMENT";
  private static final ErrorTable TABLE =
      new ErrorTable()
          .say(
              FailureKind.RATE_LIMITED,
              429,
              "RESOURCE_EXHAUSTED",
              "",
              "You exceeded your current quota, please check your plan and billing details. For"
                  + " more information on this error, head to:"
                  + " https://ai.google.dev/gemini-api/docs/rate-limits. \n* Quota exceeded for"
                  + " metric: generativelanguage.googleapis.com/generate_content_free_tier_requests,"
                  + " limit: 10, model: %s")
          .say(
              FailureKind.QUOTA_EXHAUSTED,
              403,
              "PERMISSION_DENIED",
              "",
              "This API method requires billing to be enabled. Please enable billing on project"
                  + " #000000000000.")
          .say(FailureKind.SERVER_ERROR, 500, "INTERNAL", "", "An internal error has occurred.")
          .say(
              FailureKind.AUTH_REJECTED,
              400,
              WRONG,
              "API_KEY_INVALID",
              "API key not valid. Please pass a valid API key.")
          .say(
              FailureKind.PERMISSION_DENIED,
              400,
              "FAILED_PRECONDITION",
              "",
              "User location is not supported for the API use.")
          .say(
              FailureKind.INVALID_REQUEST,
              400,
              WRONG,
              "",
              "Invalid JSON payload received. Unknown name \"max_tokens\": Cannot find field.")
          .say(
              FailureKind.CONTEXT_OVERFLOW,
              400,
              WRONG,
              "",
              "The input token count (3475108) exceeds the maximum number of tokens allowed"
                  + " (1048576).")
          .say(
              FailureKind.MODEL_NOT_FOUND,
              404,
              "NOT_FOUND",
              "",
              "models/%s is not found for API version v1beta, or is not supported for"
                  + " generateContent. Call ListModels to see the list of available models and"
                  + " their supported methods.");

  @Override
  public Set<FailureKind> kinds() {
    return TABLE.kinds();
  }

  @Override
  public WireAnswer of(FailureKind kind, String model, Duration wait) {
    var told = TABLE.of(kind, model);
    return kind == FailureKind.RATE_LIMITED ? limited(told, model, wait) : answer(told);
  }

  private static WireAnswer limited(Told told, String model, Duration wait) {
    String delay = ErrorTable.decimal(wait) + "s";
    ObjectNode body =
        body(
            new Told(
                told.status(),
                told.word(),
                "",
                told.message() + "\nPlease retry in " + delay + "."));
    var details = ((ObjectNode) body.path("error")).putArray("details");
    ObjectNode violation =
        details.addObject().put("@type", TYPE + "QuotaFailure").putArray("violations").addObject();
    violation
        .put("quotaMetric", "generativelanguage.googleapis.com/generate_content_free_tier_requests")
        .put("quotaId", "GenerateRequestsPerMinutePerProjectPerModel-FreeTier");
    violation.putObject("quotaDimensions").put("location", "global").put("model", model);
    violation.put("quotaValue", "10");
    details.addObject().put("@type", TYPE + "RetryInfo").put("retryDelay", delay);
    return WireAnswer.json(told.status(), body.toString());
  }

  @Override
  public WireAnswer of(int status, String message) {
    return answer(new Told(status, word(status), "", message));
  }

  private static String word(int status) {
    return switch (status) {
      case 400 -> WRONG;
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 500 -> "INTERNAL";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> "UNKNOWN";
    };
  }

  @Override
  public WireAnswer unknownModel(String model) {
    return answer(TABLE.of(FailureKind.MODEL_NOT_FOUND, model));
  }

  /** Google's front end says so with a web page. */
  @Override
  public WireAnswer unknownRoute(HttpRequest request) {
    return WireAnswer.of(
        404,
        "text/html; charset=UTF-8",
        "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n"
            + "<p>The requested URL was not found on this server.");
  }

  @Override
  public String insideOk() {
    return answer(TABLE.of(FailureKind.SERVER_ERROR, "")).text();
  }

  private static WireAnswer answer(Told told) {
    ObjectNode body = body(told);
    if (!told.code().isEmpty()) {
      ((ObjectNode) body.path("error"))
          .putArray("details")
          .addObject()
          .put("@type", TYPE + "ErrorInfo")
          .put("reason", told.code())
          .put("domain", "googleapis.com")
          .putObject("metadata")
          .put("service", "generativelanguage.googleapis.com");
    }
    return WireAnswer.json(told.status(), body.toString());
  }

  private static ObjectNode body(Told told) {
    ObjectNode body = WireJson.object();
    body.putObject("error")
        .put("code", told.status())
        .put("message", told.message())
        .put("status", told.word());
    return body;
  }
}
