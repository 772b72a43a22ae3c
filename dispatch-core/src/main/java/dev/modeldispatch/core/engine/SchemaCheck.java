package dev.modeldispatch.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks an answer against the part of JSON Schema that the library stands for: {@code type,
 * properties, required, items, enum, additionalProperties, minimum, maximum}. Other keywords are
 * ignored. Immutable.
 *
 * <p>A violation names the place by the schema's own names, never by what the answer holds. The
 * walk goes down schema and answer together, so the schema's depth, at most 200, bounds it.
 */
final class SchemaCheck {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final List<String> KEYWORDS =
      List.of("type", "properties", "required", "enum", "minimum", "maximum");
  private static final Pattern FENCE = Pattern.compile("^```.*$", Pattern.MULTILINE);
  private static final int MAX_PLACE = 200;

  private final JsonNode schema;

  private SchemaCheck(JsonNode schema) {
    this.schema = schema;
  }

  /** The JSON inside an answer, as the answer has it, and the same read. */
  record Found(String json, JsonNode value) {
    @Override
    public String toString() {
      return "Found[" + json.length() + " chars]";
    }
  }

  /** Returns the check for this schema, or throws with all that is wrong with its keywords. */
  static SchemaCheck of(String schemaJson) {
    var problems = Misuse.check("jsonSchema");
    Optional<Found> schema = whole(schemaJson.strip()).filter(found -> found.value().isObject());
    problems.unless(schema.isPresent(), () -> "must be one JSON object of at most 200 levels");
    schema.ifPresent(found -> checkForm("", found.value(), problems));
    problems.orThrow();
    return new SchemaCheck(schema.orElseThrow().value());
  }

  /**
   * What became of an answer.
   *
   * @param json the JSON in it, or the answer as it was
   * @param violation why it does not meet the schema, if it does not
   */
  record Checked(String json, Optional<String> violation) {
    @Override
    public String toString() {
      return "Checked[" + json.length() + " chars, " + violation + "]";
    }
  }

  /**
   * Returns the reply with the JSON of its answer; one that does not meet the schema is a failure.
   */
  Reply of(ModelTarget asked, Reply reply) {
    if (reply.answer().isEmpty()) {
      return reply;
    }
    String answer = reply.answer().get();
    Checked checked = check(answer);
    return checked
        .violation()
        .map(unmet -> reply.toFailure(Words.structuredOutput(asked, unmet), answer))
        .orElseGet(() -> reply.toAnswer(checked.json()));
  }

  /** Finds the JSON in an answer and checks it. */
  Checked check(String answer) {
    return extract(answer)
        .map(found -> new Checked(found.json(), violation(found.value())))
        .orElseGet(() -> new Checked(answer, Optional.of("it holds no whole JSON value")));
  }

  /** Returns the first violation: where, and what the schema expects there. */
  Optional<String> violation(JsonNode value) {
    return violation("", schema, value);
  }

  /**
   * Returns the JSON inside an answer: all of it, what stands inside the one pair of fences, or the
   * one object or array inside other text. Cut or broken JSON is never repaired, and of two values
   * none is picked.
   */
  static Optional<Found> extract(String text) {
    String answer = text.strip();
    return whole(answer).or(() -> whole(fenced(answer))).or(() -> whole(bracketed(answer)));
  }

  private static void checkForm(String at, JsonNode schema, Misuse problems) {
    if (!schema.isObject()) {
      problems.unless(schema.isBoolean(), () -> place(at) + " must be an object or a boolean");
      return;
    }
    for (String keyword : KEYWORDS) {
      problems.unless(
          !schema.has(keyword) || hasForm(keyword, schema.get(keyword)),
          () -> place(at) + ": '" + keyword + "' has no form that can be checked");
    }
    schema
        .path("properties")
        .forEachEntry((name, below) -> checkForm(child(at, name), below, problems));
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
      case "enum" -> node.isArray() && !node.isEmpty();
      default -> node.isNumber();
    };
  }

  private static Optional<String> violation(String at, JsonNode schema, JsonNode value) {
    if (schema.isBoolean()) {
      return schema.booleanValue() ? Optional.empty() : expected(at, "nothing");
    }
    return ownViolation(at, schema, value)
        .or(() -> inMembers(at, schema, value))
        .or(() -> inItems(at, schema, value));
  }

  private static Optional<String> ownViolation(String at, JsonNode schema, JsonNode value) {
    List<String> types = texts(schema.path("type"));
    if (!types.isEmpty() && types.stream().noneMatch(type -> isType(type, value))) {
      return expected(at, String.join(" or ", types));
    }
    JsonNode listed = schema.path("enum");
    if (listed.isArray()
        && listed.valueStream().noneMatch(one -> one.equals(SchemaCheck::differ, value))) {
      return expected(at, "one of the " + listed.size() + " values of 'enum'");
    }
    if (isBeyond("minimum", schema, value, -1)) {
      return expected(at, "at least " + schema.get("minimum").asText());
    }
    return isBeyond("maximum", schema, value, 1)
        ? expected(at, "at most " + schema.get("maximum").asText())
        : Optional.empty();
  }

  private static Optional<String> inMembers(String at, JsonNode schema, JsonNode value) {
    for (String name : texts(schema.path("required"))) {
      if (value.isObject() && !value.has(name)) {
        return expected(child(at, name), "a value, as it is required");
      }
    }
    JsonNode known = schema.path("properties");
    // Names that patternProperties may stand for are not checked, as that keyword is not.
    JsonNode others = schema.path(schema.has("patternProperties") ? "" : "additionalProperties");
    Stream<Optional<String>> named =
        known
            .propertyStream()
            .filter(p -> value.has(p.getKey()))
            .map(p -> violation(child(at, p.getKey()), p.getValue(), value.get(p.getKey())));
    Stream<Optional<String>> unnamed =
        value
            .propertyStream()
            .filter(p -> !others.isMissingNode() && !known.has(p.getKey()))
            .map(p -> violation(at + "/*", others, p.getValue()));
    return Stream.concat(named, unnamed).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> inItems(String at, JsonNode schema, JsonNode value) {
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

  private static Optional<String> expected(String at, String what) {
    return Optional.of(place(at) + ": expected " + what);
  }

  private static String child(String at, String name) {
    String quoted = Misuse.quote(name.replace("~", "~0").replace("/", "~1"));
    return at + "/" + quoted.substring(1, quoted.length() - 1);
  }

  private static String place(String at) {
    int from = Math.max(0, at.length() - MAX_PLACE);
    return at.isEmpty() ? "the root" : from == 0 ? at : "..." + at.substring(from);
  }

  private static String fenced(String text) {
    String[] parts = FENCE.split(text, 4);
    return parts.length == 3 ? parts[1].strip() : "";
  }

  /** Returns all from the first opening bracket to the last closing one, never a part of it. */
  private static String bracketed(String text) {
    var opening = IntStream.of(text.indexOf('{'), text.indexOf('['));
    int open = opening.filter(i -> i >= 0).min().orElse(text.length());
    int close = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
    return open < close ? text.substring(open, close + 1) : "";
  }

  private static Optional<Found> whole(String text) {
    try {
      return Optional.of(new Found(text, Json.parseExact(text)));
    } catch (JsonTrouble e) {
      return Optional.empty();
    }
  }
}
