package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A shape with words for the model before those that it has. */
record Described(Shape shape, String words) implements Shape {
  @Override
  public ObjectNode schema() {
    ObjectNode schema = shape.schema();
    String own = schema.path("description").asText("");
    return schema.put("description", own.isEmpty() ? words : words + " (" + own + ")");
  }

  @Override
  public Object read(String at, JsonNode json) {
    return shape.read(at, json);
  }
}
