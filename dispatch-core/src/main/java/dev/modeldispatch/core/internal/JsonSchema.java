package dev.modeldispatch.core.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks an answer against the part of JSON Schema that the library stands for: {@code type,
 * properties, required, items, enum, additionalProperties, minimum, maximum, anyOf}. Other keywords
 * are ignored. Immutable.
 *
 * <p>A violation names the place by the schema's own names, never by what the answer holds. The
 * walk goes down schema and answer together, so the schema's depth, at most 200, bounds it.
 */
public final class JsonSchema {
  /** What is wrong with an answer in which {@link JsonInText} finds nothing. */
  public static final String NO_JSON = "it holds no whole JSON value";

  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final List<String> KEYWORDS =
      List.of("type", "properties", "required", "enum", "minimum", "maximum", "anyOf");

  private final JsonNode schema;

  private JsonSchema(JsonNode schema) {
    this.schema = schema;
  }

  /** Returns the check for this schema, or throws with all that is wrong with its keywords. */
  public static JsonSchema of(String schemaJson) {
    var problems = Misuse.check("jsonSchema");
    Optional<JsonInText> schema =
        JsonInText.whole(schemaJson.strip()).filter(found -> found.value().isObject());
    problems.unless(schema.isPresent(), () -> "must be one JSON object of at most 200 levels");
    schema.ifPresent(found -> checkForm("", found.value(), problems));
    problems.orThrow();
    return new JsonSchema(schema.orElseThrow().value());
  }

  /** Returns the first violation: where, and what the schema expects there. */
  public Optional<Violation> violation(JsonNode value) {
    return violation("", schema, value);
  }

  private static void checkForm(String at, JsonNode schema, Misuse problems) {
    if (!schema.isObject()) {
      problems.unless(
          schema.isBoolean(), () -> Violation.place(at) + " must be an object or a boolean");
      return;
    }
    for (String keyword : KEYWORDS) {
      problems.unless(
          !schema.has(keyword) || hasForm(keyword, schema.get(keyword)),
          () -> Violation.place(at) + ": '" + keyword + "' has no form that can be checked");
    }
    schema
        .path("properties")
        .forEachEntry((name, below) -> checkForm(Violation.child(at, name), below, problems));
    schema.path("anyOf").forEach(choice -> checkForm(at, choice, problems));
    for (JsonNode below : List.of(schema.path("items"), schema.path("additionalProperties"))) {
      if (!below.isMissingNode() && !below.isArray()) {
        checkForm(at + "/*", below, problems);
      }
    }
  }

  private static boolean hasForm(String keyword, JsonNode node) {
    boolean texts = node.isArray() && node.valueStream().allMatch(JsonNode::isTextual);
    return switch (keyword) {
      case "type" ->
          (node.isTextual() || texts) && !texts(node).isEmpty() && TYPES.containsAll(texts(node));
      case "properties" -> node.isObject();
      case "required" -> texts;
      case "enum", "anyOf" -> node.isArray() && !node.isEmpty();
      default -> node.isNumber();
    };
  }

  private static Optional<Violation> violation(String at, JsonNode schema, JsonNode value) {
    if (schema.isBoolean()) {
      return schema.booleanValue() ? Optional.empty() : expected(at, "nothing");
    }
    return ownViolation(at, schema, value)
        .or(() -> inMembers(at, schema, value))
        .or(() -> inItems(at, schema, value))
        .or(() -> inChoices(at, schema, value));
  }

  private static Optional<Violation> ownViolation(String at, JsonNode schema, JsonNode value) {
    if (!hasType(schema, value)) {
      return expected(at, String.join(" or ", texts(schema.path("type"))));
    }
    if (!isListed(schema, value)) {
      return expected(at, "one of the " + schema.get("enum").size() + " values of 'enum'");
    }
    if (isBeyond("minimum", schema, value, -1)) {
      return expected(at, "at least " + schema.get("minimum").asText());
    }
    return isBeyond("maximum", schema, value, 1)
        ? expected(at, "at most " + schema.get("maximum").asText())
        : Optional.empty();
  }

  private static Optional<Violation> inMembers(String at, JsonNode schema, JsonNode value) {
    for (String name : texts(schema.path("required"))) {
      if (value.isObject() && !value.has(name)) {
        return expected(Violation.child(at, name), "a value, as it is required");
      }
    }
    JsonNode known = schema.path("properties");
    // Names that patternProperties may stand for are not checked, as that keyword is not.
    JsonNode others = schema.path(schema.has("patternProperties") ? "" : "additionalProperties");
    Stream<Optional<Violation>> named =
        known
            .propertyStream()
            .filter(p -> value.has(p.getKey()))
            .map(
                p ->
                    violation(
                        Violation.child(at, p.getKey()), p.getValue(), value.get(p.getKey())));
    Stream<Optional<Violation>> unnamed =
        value
            .propertyStream()
            .filter(p -> !others.isMissingNode() && !known.has(p.getKey()))
            .map(p -> violation(at + "/*", others, p.getValue()));
    return Stream.concat(named, unnamed).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Violation> inItems(String at, JsonNode schema, JsonNode value) {
    JsonNode item = schema.path("items");
    boolean checked = value.isArray() && !item.isMissingNode() && !item.isArray();
    // Where prefixItems has the first places, items means the others; neither is checked.
    if (!checked || schema.has("prefixItems")) {
      return Optional.empty();
    }
    return IntStream.range(0, value.size())
        .mapToObj(i -> violation(at + "/" + i, item, value.get(i)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Of the choices one has to take the value; if only one is meant, what it expects is told. */
  private static Optional<Violation> inChoices(String at, JsonNode schema, JsonNode value) {
    List<Optional<Violation>> meant = new ArrayList<>();
    for (JsonNode choice : schema.path("anyOf")) {
      Optional<Violation> violation = violation(at, choice, value);
      if (violation.isEmpty()) {
        return violation;
      }
      if (isMeant(choice, value)) {
        meant.add(violation);
      }
    }
    int all = schema.path("anyOf").size();
    return meant.size() == 1
        ? meant.get(0)
        : all == 0 ? Optional.empty() : expected(at, "one of the " + all + " forms of 'anyOf'");
  }

  /** Whether the value has the schema's type, and the one value of each member that has but one. */
  private static boolean isMeant(JsonNode schema, JsonNode value) {
    return hasType(schema, value)
        && schema
            .path("properties")
            .propertyStream()
            .filter(member -> member.getValue().path("enum").size() == 1)
            .allMatch(member -> isListed(member.getValue(), value.path(member.getKey())));
  }

  private static boolean hasType(JsonNode schema, JsonNode value) {
    List<String> types = texts(schema.path("type"));
    return types.isEmpty() || types.stream().anyMatch(type -> isType(type, value));
  }

  private static boolean isListed(JsonNode schema, JsonNode value) {
    JsonNode listed = schema.path("enum");
    return !listed.isArray()
        || listed.valueStream().anyMatch(one -> one.equals(JsonSchema::differ, value));
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "number" -> value.isNumber();
      default -> value.isNumber() && isWhole(value.decimalValue());
    };
  }

  private static boolean isWhole(BigDecimal number) {
    return number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
  }

  private static boolean isBeyond(String keyword, JsonNode schema, JsonNode value, int side) {
    JsonNode limit = schema.path(keyword);
    return limit.isNumber() && value.isNumber() && compare(value, limit) == side;
  }

  private static int differ(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber() ? compare(a, b) : a.equals(b) ? 0 : 1;
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.decimalValue().compareTo(b.decimalValue());
  }

  private static List<String> texts(JsonNode one) {
    return one.isTextual()
        ? List.of(one.asText())
        : one.valueStream().map(JsonNode::asText).toList();
  }

  private static Optional<Violation> expected(String at, String what) {
    return Optional.of(new Violation(at, what));
  }
}
