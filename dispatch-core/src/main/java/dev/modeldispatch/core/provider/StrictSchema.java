package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Says whether OpenAI's strict mode takes a schema: it refuses the request if any object is open or
 * leaves a member optional, if a keyword is not among those it knows, or at the eleventh level.
 * Where that is in doubt, the answer is no: without strict mode the schema is still sent, and the
 * answer checked.
 */
final class StrictSchema {
  private static final int MAX_LEVELS = 10;
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "anyOf",
          "title",
          "description",
          "minimum",
          "maximum");

  private StrictSchema() {}

  static boolean isTaken(JsonNode schema) {
    return schema.path("type").asText().equals("object")
        && !schema.has("anyOf")
        && isTaken(schema, 1);
  }

  private static boolean isTaken(JsonNode schema, int level) {
    return level <= MAX_LEVELS
        && schema.isObject()
        && schema.propertyStream().allMatch(keyword -> KEYWORDS.contains(keyword.getKey()))
        && (schema.has("type") || schema.has("anyOf"))
        && (!hasType(schema, "object") || isClosed(schema))
        && (!hasType(schema, "array") || schema.has("items"))
        && schema.path("properties").valueStream().allMatch(inner -> isTaken(inner, level + 1))
        && schema.path("anyOf").valueStream().allMatch(inner -> isTaken(inner, level))
        && (!schema.has("items") || isTaken(schema.get("items"), level));
  }

  private static boolean hasType(JsonNode schema, String name) {
    JsonNode type = schema.path("type");
    return type.asText().equals(name)
        || type.valueStream().anyMatch(one -> one.asText().equals(name));
  }

  private static boolean isClosed(JsonNode object) {
    Set<String> members = new HashSet<>();
    object.path("properties").fieldNames().forEachRemaining(members::add);
    Set<String> required = new HashSet<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    JsonNode others = object.path("additionalProperties");
    return others.isBoolean() && !others.booleanValue() && required.equals(members);
  }
}
