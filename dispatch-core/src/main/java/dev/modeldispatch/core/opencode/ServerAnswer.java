package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.Locale;
import java.util.Optional;

/**
 * What the session server answered to one call.
 *
 * @param status the HTTP status; 0 if there was no whole answer
 * @param json the answer, if it is JSON by its type and its content
 * @param broken why there was no whole answer
 * @param sent whether the call left
 */
record ServerAnswer(
    int status, Optional<JsonNode> json, Optional<Failure> broken, Attempt.Sent sent) {

  static ServerAnswer of(HttpEnd end) {
    if (end instanceof HttpEnd.Whole whole) {
      return new ServerAnswer(whole.status(), json(whole), Optional.empty(), Attempt.Sent.YES);
    }
    var broken = (HttpEnd.Broken) end;
    return new ServerAnswer(0, Optional.empty(), Optional.of(broken.failure()), broken.sent());
  }

  static ServerAnswer broken(Failure failure) {
    return new ServerAnswer(0, Optional.empty(), Optional.of(failure), Attempt.Sent.MAYBE);
  }

  boolean isFine() {
    return status / 100 == 2;
  }

  private static Optional<JsonNode> json(HttpEnd.Whole whole) {
    String type = whole.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.contains("json") || whole.body().length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(whole.body()));
    } catch (JsonTrouble e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "ServerAnswer[" + status + (json.isPresent() ? ", JSON]" : "]");
  }
}
