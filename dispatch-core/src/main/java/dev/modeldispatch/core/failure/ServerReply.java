package dev.modeldispatch.core.failure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a server showed of a failure: status, structured codes, message. Codes are read from the
 * fields that hold codes alone, never out of a text, which can repeat a prompt.
 *
 * @param status the HTTP status; a numeric code of an error inside a 200 stands for it; 0 if none
 * @param codes all structured codes and types, in the order found
 * @param message the server's own words; may be empty
 * @param delay how long the body asks to wait, if it does
 */
public record ServerReply(int status, Set<String> codes, String message, Optional<Duration> delay) {
  private static final int MAX_MESSAGE = 4_000;
  private static final int MAX_CODE = 80;
  private static final int MAX_LEVELS = 4;
  private static final List<String> CODE_FIELDS =
      List.of("code", "type", "status", "name", "reason");
  private static final List<String> TEXT_FIELDS = List.of("message", "detail", "error", "title");

  /** Reads the error out of a body of any provider's shape, JSON or not. */
  public static ServerReply of(int status, byte[] body) {
    try {
      return of(status, Json.parse(body));
    } catch (JsonTrouble e) {
      return new ServerReply(status, Set.of(), plainText(body), Optional.empty());
    }
  }

  /** Reads the error out of a parsed body of any provider's shape. */
  public static ServerReply of(int status, JsonNode body) {
    List<JsonNode> levels = levels(body);
    Set<String> codes = new LinkedHashSet<>();
    for (int i = levels.size() - 1; i >= 0; i--) {
      addCodes(codes, levels.get(i));
    }
    return new ServerReply(
        status == 200
            ? levels.stream().flatMap(ServerReply::inner).findFirst().orElse(200)
            : status,
        codes,
        message(levels),
        levels.stream().flatMap(level -> RetryInfo.in(level).stream()).findFirst());
  }

  /** Returns what of a body of status 200 is an error, if something is. */
  public static Optional<JsonNode> errorIn(JsonNode body) {
    JsonNode error = body.path("error");
    JsonNode choice = body.path("choices").path(0);
    boolean says =
        error.isObject()
            || error.isTextual()
            || body.path("object").asText("").equals("error")
            || body.path("type").asText("").equals("error");
    return says ? Optional.of(body) : Optional.of(choice).filter(c -> c.path("error").isObject());
  }

  /** The nested objects that an error is wrapped in, the outermost first. */
  private static List<JsonNode> levels(JsonNode body) {
    var levels = new ArrayList<JsonNode>();
    JsonNode level = body.isArray() && body.size() == 1 ? body.get(0) : body;
    while (levels.size() < MAX_LEVELS && !level.isMissingNode()) {
      levels.add(level);
      JsonNode at = level;
      level =
          Stream.of(at.path("error"), at.path("detail"), at.path("errors").path(0))
              .filter(JsonNode::isObject)
              .findFirst()
              .orElse(at.path("error"));
    }
    return levels;
  }

  private static void addCodes(Set<String> codes, JsonNode level) {
    for (String field : CODE_FIELDS) {
      addCode(codes, level.path(field));
    }
    level.path("details").forEach(detail -> addCode(codes, detail.path("reason")));
    addCode(codes, level.path("details").path("error_code"));
    addCode(codes, level.path("innererror").path("code"));
    addCode(codes, level.path("metadata").path("error_type"));
    if (level.path("metadata").has("flagged_input")) {
      codes.add("flagged_input");
    }
  }

  private static void addCode(Set<String> codes, JsonNode code) {
    boolean fits = code.isTextual() && code.textValue().length() <= MAX_CODE;
    if (fits || code.isInt()) {
      codes.add(code.asText());
    }
  }

  private static Stream<Integer> inner(JsonNode level) {
    return Stream.of(level.path("code"), level.path("status"), level.path("status_code"))
        .map(node -> node.asInt(0))
        .filter(status -> status >= 400 && status < 600);
  }

  /** The innermost text: a wrapper's own says less. */
  private static String message(List<JsonNode> levels) {
    for (int i = levels.size() - 1; i >= 0; i--) {
      JsonNode level = levels.get(i);
      JsonNode raw = level.path("metadata").path("raw"); // no codes out of it: it may be an echo
      Optional<String> text =
          Stream.concat(Stream.of(raw, level), TEXT_FIELDS.stream().map(level::path))
              .filter(node -> node.isTextual() && !node.textValue().isBlank())
              .map(JsonNode::textValue)
              .findFirst();
      if (text.isPresent()) {
        return bounded(text.get());
      }
    }
    return "";
  }

  /** A gateway's page says nothing that its status does not. */
  private static String plainText(byte[] body) {
    String text =
        new String(body, 0, Math.min(body.length, MAX_MESSAGE), StandardCharsets.UTF_8).strip();
    return text.startsWith("<") || text.indexOf('\uFFFD') >= 0 ? "" : text;
  }

  private static String bounded(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
  }

  @Override
  public String toString() {
    return "ServerReply[" + status + ", " + codes + ", message=" + message.length() + " chars]";
  }
}
