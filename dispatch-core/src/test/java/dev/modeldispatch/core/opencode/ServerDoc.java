package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The server's own OpenAPI document, asked what it says of requests and replies. */
record ServerDoc(JsonNode root) {

  /** The operation at this path, whatever its parameters are called. */
  Optional<JsonNode> operation(String method, String path) {
    return root.path("paths").properties().stream()
        .filter(e -> unnamed(e.getKey()).equals(unnamed(path)))
        .map(e -> e.getValue().path(method))
        .filter(JsonNode::isObject)
        .findFirst();
  }

  private static String unnamed(String path) {
    return path.replaceAll("\\{[^}]*}", "{}");
  }

  JsonNode requestSchema(String method, String path) {
    return operation(method, path)
        .orElseThrow()
        .at("/requestBody/content/application~1json/schema");
  }

  JsonNode replySchema(String method, String path) {
    return operation(method, path)
        .orElseThrow()
        .at("/responses/200/content")
        .elements()
        .next()
        .path("schema");
  }

  /** What is wrong with a value, by the schema: types, fixed values, missing and unknown fields. */
  List<String> problems(JsonNode value, JsonNode schema, String at) {
    JsonNode here = resolved(schema);
    List<JsonNode> choices = choices(here);
    if (!choices.isEmpty()) {
      List<List<String>> each = choices.stream().map(c -> problems(value, c, at)).toList();
      boolean fits = each.stream().anyMatch(List::isEmpty);
      return fits ? List.of() : List.of(at + " fits no choice of " + choices.size() + ": " + each);
    }
    List<String> wrong = new ArrayList<>();
    if (here.has("const") && !here.path("const").equals(value)) {
      wrong.add(at + " is not " + here.path("const"));
    }
    if (here.has("enum") && !contains(here.path("enum"), value)) {
      wrong.add(at + " is none of " + here.path("enum"));
    }
    if (!isOfType(value, here.path("type").asText(""))) {
      wrong.add(at + " is no " + here.path("type").asText());
    }
    if (value.isObject()) {
      fields(value, here, at, wrong);
    } else if (value.isArray() && here.has("items")) {
      value.forEach(item -> wrong.addAll(problems(item, here.path("items"), at + "[]")));
    }
    return wrong;
  }

  private void fields(JsonNode value, JsonNode schema, String at, List<String> wrong) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        wrong.add(at + " lacks " + required.asText());
      }
    }
    value
        .properties()
        .forEach(
            field -> {
              JsonNode known = schema.path("properties").path(field.getKey());
              if (known.isObject()) {
                wrong.addAll(problems(field.getValue(), known, at + "." + field.getKey()));
              } else if (isClosed(schema)) {
                wrong.add(at + " does not know " + field.getKey());
              }
            });
  }

  private static boolean isClosed(JsonNode schema) {
    JsonNode more = schema.path("additionalProperties");
    return more.isBoolean() ? !more.asBoolean() : schema.has("properties") && !more.isObject();
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode one : list) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      default -> true;
    };
  }

  /**
   * Whether a reply of this schema can hold a value at the path; {@code *} is any name or place.
   */
  boolean describes(JsonNode schema, String path) {
    Set<JsonNode> found = new HashSet<>(Set.of(schema));
    for (String step : path.split("\\.", -1)) {
      Set<JsonNode> next = new HashSet<>();
      found.forEach(s -> step(s, step, next));
      found = next;
    }
    return !found.isEmpty();
  }

  private void step(JsonNode schema, String step, Set<JsonNode> into) {
    JsonNode here = resolved(schema);
    choices(here).forEach(choice -> step(choice, step, into));
    JsonNode known = here.path("properties").path(step);
    JsonNode more = step.equals("*") ? here.path("additionalProperties") : known;
    Stream.of(known, more, step.equals("*") ? here.path("items") : known)
        .filter(JsonNode::isObject)
        .forEach(into::add);
  }

  /** The schema of the event of this type in the reply of the event stream. */
  Optional<JsonNode> event(String type) {
    Set<JsonNode> payloads = new HashSet<>();
    step(replySchema("get", "/global/event"), "payload", payloads);
    return payloads.stream().flatMap(this::leaves).filter(e -> isEvent(e, type)).findFirst();
  }

  private Stream<JsonNode> leaves(JsonNode schema) {
    JsonNode here = resolved(schema);
    List<JsonNode> choices = choices(here);
    return choices.isEmpty() ? Stream.of(here) : choices.stream().flatMap(this::leaves);
  }

  private static boolean isEvent(JsonNode schema, String type) {
    JsonNode told = schema.path("properties").path("type");
    return told.path("const").asText(told.path("enum").path(0).asText()).equals(type);
  }

  private static List<JsonNode> choices(JsonNode schema) {
    List<JsonNode> choices = new ArrayList<>();
    List.of("anyOf", "oneOf", "allOf").forEach(k -> schema.path(k).forEach(choices::add));
    return choices;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode here = schema;
    while (here.has("$ref")) {
      here = root.at(here.path("$ref").asText().substring(1));
    }
    return here;
  }
}
