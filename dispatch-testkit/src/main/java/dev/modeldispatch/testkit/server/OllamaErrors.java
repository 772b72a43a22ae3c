package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.ErrorTable.Told;
import java.time.Duration;
import java.util.Set;

/** The error replies of Ollama: a status and a text. */
final class OllamaErrors implements WireErrors {
  private static final ErrorTable TABLE =
      new ErrorTable()
          .say(FailureKind.RATE_LIMITED, 429, "", "", "too many requests")
          .say(
              FailureKind.QUOTA_EXHAUSTED,
              429,
              "",
              "",
              "you (someone) have reached your session usage limit, upgrade for higher limits:"
                  + " https://ollama.com/upgrade")
          .say(
              FailureKind.SERVER_ERROR,
              500,
              "",
              "",
              "llama runner process has terminated: exit status 2")
          .say(FailureKind.AUTH_REJECTED, 401, "", "", "unauthorized")
          .say(FailureKind.INVALID_REQUEST, 400, "", "", "\"%s\" does not support chat")
          .say(
              FailureKind.MODEL_NOT_FOUND,
              404,
              "",
              "",
              "model \"%s\" not found, try pulling it first");

  @Override
  public Set<FailureKind> kinds() {
    return TABLE.kinds();
  }

  @Override
  public WireAnswer of(FailureKind kind, String model, Duration wait) {
    var answer = answer(TABLE.of(kind, model));
    return kind == FailureKind.RATE_LIMITED
        ? answer.header("Retry-After", ErrorTable.seconds(wait))
        : answer;
  }

  @Override
  public WireAnswer of(int status, String message) {
    return answer(new Told(status, "", "", message));
  }

  @Override
  public WireAnswer unknownModel(String model) {
    return of(404, "model '" + model + "' not found");
  }

  @Override
  public WireAnswer unknownRoute(HttpRequest request) {
    return WireAnswer.of(404, "text/plain", "404 page not found");
  }

  @Override
  public String insideOk() {
    return answer(
            new Told(
                200, "", "", "an error was encountered while running the model: unexpected EOF"))
        .text();
  }

  private static WireAnswer answer(Told told) {
    return WireAnswer.json(
        told.status(), WireJson.object().put("error", told.message()).toString());
  }
}
