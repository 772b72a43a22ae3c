package dev.modeldispatch.core.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import java.util.ArrayList;
import java.util.List;

/** The JSON schema of a tool's arguments, built one after the other. Not thread-safe. */
final class ToolSchema {
  private final ObjectNode root = Json.object().put("type", "object");
  private final ObjectNode properties = root.putObject("properties");

  ToolSchema text(String name, String description) {
    add(name, "string", description);
    return this;
  }

  ToolSchema oneOf(String name, List<String> values, String description) {
    var listed = add(name, "string", description).putArray("enum");
    values.forEach(listed::add);
    return this;
  }

  ToolSchema flag(String name, String description) {
    add(name, "boolean", description);
    return this;
  }

  ToolSchema number(String name, int most, String description) {
    add(name, "number", description).put("maximum", most);
    return this;
  }

  ToolSchema integer(String name, int least, int most, String description) {
    add(name, "integer", description).put("minimum", least).put("maximum", most);
    return this;
  }

  ToolSchema targets(String name, int least, String description) {
    ObjectNode array = add(name, "array", description).put("minItems", least);
    ObjectNode target = array.putObject("items").put("type", "object");
    ObjectNode parts = target.putObject("properties");
    parts.putObject("provider").put("type", "string");
    parts.putObject("model").put("type", "string");
    target.putArray("required").add("provider").add("model");
    return this;
  }

  ToolSchema required(String... names) {
    var required = root.putArray("required");
    for (String name : names) {
      required.add(name);
    }
    return this;
  }

  private ObjectNode add(String name, String type, String description) {
    return properties.putObject(name).put("type", type).put("description", description);
  }

  /** {@return the arguments' names, in order} */
  List<String> names() {
    var names = new ArrayList<String>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** {@return the schema as text} */
  String json() {
    return root.toString();
  }
}
