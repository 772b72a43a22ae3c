package dev.modeldispatch.testkit.oppi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The oppi server's values. */
final class OppiJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private OppiJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode ofType(String type) {
    return object().put("type", type);
  }

  /** Returns the object that the text is; nothing is an empty one. */
  static Optional<ObjectNode> read(String text) {
    if (text.isBlank()) {
      return Optional.of(object());
    }
    try {
      return JSON.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
