package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import java.util.List;

/** The constants of an enum, by their names. */
record EnumShape(List<Enum<?>> constants) implements Shape {
  @Override
  public ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "string");
    var names = schema.putArray("enum");
    constants.forEach(constant -> names.add(constant.name()));
    return schema;
  }

  @Override
  public Object read(String at, JsonNode json) {
    String name = json.textValue();
    return constants.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
