package dev.modeldispatch.core.failure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a server showed of a failure: status, structured codes, message.
 *
 * @param status the HTTP status; a numeric code of an error inside a 200 stands for it
 * @param codes all structured codes and types, in the order found
 * @param message the server's own words; may be empty
 */
public record ServerReply(int status, Set<String> codes, String message) {
  private static final int MAX_MESSAGE = 4_000;
  private static final int MAX_CODE = 80;

  /** Reads the error out of a body of any provider's shape, JSON or not. */
  public static ServerReply of(int status, byte[] body) {
    try {
      return of(status, Json.parse(body));
    } catch (JsonTrouble e) {
      return new ServerReply(status, Set.of(), "");
    }
  }

  /** Reads the error out of a parsed body of any provider's shape. */
  public static ServerReply of(int status, JsonNode body) {
    JsonNode error = body.isArray() && body.size() == 1 ? body.get(0) : body;
    error = error.path("error").isMissingNode() ? error : error.get("error");
    Set<String> codes = new LinkedHashSet<>();
    for (String field : List.of("code", "type", "status", "name", "reason")) {
      addCode(codes, error.path(field));
    }
    error.path("details").forEach(detail -> addCode(codes, detail.path("reason")));
    addCode(codes, error.path("details").path("error_code"));
    addCode(codes, error.path("innererror").path("code"));
    return new ServerReply(
        innerStatus(error.path("code")).filter(s -> status == 200).orElse(status),
        codes,
        message(error));
  }

  private static Optional<Integer> innerStatus(JsonNode code) {
    return code.canConvertToInt() && code.intValue() >= 400 && code.intValue() < 600
        ? Optional.of(code.intValue())
        : Optional.empty();
  }

  private static void addCode(Set<String> codes, JsonNode code) {
    if (code.isTextual() && code.textValue().length() <= MAX_CODE) {
      codes.add(code.textValue());
    }
  }

  private static String message(JsonNode error) {
    for (String field : List.of("message", "detail", "error", "title")) {
      JsonNode text = error.path(field);
      if (text.isTextual()) {
        return bounded(text.textValue());
      }
    }
    return error.isTextual() ? bounded(error.textValue()) : "";
  }

  private static String bounded(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
  }

  @Override
  public String toString() {
    return "ServerReply[" + status + ", " + codes + ", message=" + message.length() + " chars]";
  }
}
