package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.core.internal.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map, as a list of keys and values: strict modes take no object with names of its own. */
record MapShape(Shape value) implements Shape {
  private static final String KEY = "key";
  private static final String VALUE = "value";

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "array");
    ObjectNode entry = schema.putObject("items").put("type", "object");
    ObjectNode members = entry.putObject("properties");
    members.putObject(KEY).put("type", "string");
    members.set(VALUE, value.schema());
    entry.putArray("required").add(KEY).add(VALUE);
    entry.put("additionalProperties", false);
    return schema;
  }

  @Override
  public Object read(String at, JsonNode json) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < json.size(); i++) {
      String key = json.get(i).path(KEY).textValue();
      String place = at + "/" + i + "/";
      Object before = entries.put(key, value.read(place + VALUE, json.get(i).path(VALUE)));
      if (before != null) {
        throw new Misfit(place + KEY, "a key that no other entry has");
      }
    }
    return Collections.unmodifiableMap(entries);
  }
}
