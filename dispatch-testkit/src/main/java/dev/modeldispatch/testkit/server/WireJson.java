package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The JSON of requests and answers, as all wire forms need it. */
final class WireJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WireJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns the body of the request; a missing node if it is no JSON. */
  static JsonNode of(HttpRequest request) {
    try {
      return JSON.readTree(request.body().copy());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns the text of this field of the request's body, if it is one. */
  static Optional<String> text(HttpRequest request, String field) {
    JsonNode value = of(request).path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** Returns an answer of a form's own, to change it. */
  static ObjectNode of(WireAnswer answer) {
    return object(answer.text());
  }

  static ObjectNode object(String json) {
    return (ObjectNode) node(json);
  }

  static JsonNode node(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What the kit itself wrote is no JSON.", e);
    }
  }

  static ObjectNode copy(JsonNode object) {
    return ((ObjectNode) object).deepCopy();
  }

  /** Returns the JSON over several lines. */
  static String pretty(String json) {
    return node(json).toPrettyString();
  }

  /** Returns the pieces that make the text: words with the space before them. */
  static List<String> pieces(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?=\\s)(?<=\\S)", -1));
  }

  /** Returns the text in a Markdown fence. */
  static String fenced(String text) {
    return "```json\n" + text + "\n```";
  }
}
