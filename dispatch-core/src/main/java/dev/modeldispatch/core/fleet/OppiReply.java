package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.Optional;

/**
 * What the server answered to one call.
 *
 * @param status the HTTP status; 0 if there was no whole answer
 * @param json the answer; missing if it is not JSON
 * @param broken why there was no whole answer
 */
record OppiReply(int status, JsonNode json, Optional<Failure> broken) {
  static OppiReply of(HttpEnd end) {
    return end instanceof HttpEnd.Whole whole
        ? new OppiReply(whole.status(), json(whole.body()), Optional.empty())
        : broken(((HttpEnd.Broken) end).failure());
  }

  static OppiReply broken(Failure failure) {
    return new OppiReply(0, MissingNode.getInstance(), Optional.of(failure));
  }

  boolean isFine() {
    return status / 100 == 2 && json.isObject();
  }

  boolean isGone() {
    return status == 404;
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.parse(body);
    } catch (JsonTrouble e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public String toString() {
    return "OppiReply[" + status + (json.isMissingNode() ? "]" : ", JSON]");
  }
}
