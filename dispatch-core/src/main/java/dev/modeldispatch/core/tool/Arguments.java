package dev.modeldispatch.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The arguments of one call: a JSON object with known names. What has the wrong type is a problem;
 * null and an empty text count as absent. Not thread-safe.
 */
final class Arguments {
  private static final int MAX_CHARS = 8 << 20;
  private static final int MAX_UNKNOWN = 2;

  private final JsonNode object;
  private final Problems problems = new Problems();

  private Arguments(JsonNode object) {
    this.object = object;
  }

  /** Returns the arguments that the text holds; a blank text holds none. */
  static Arguments read(String json, List<String> known) {
    if (json.length() > MAX_CHARS) {
      throw new Problems.BadArguments(
          "the arguments are above " + MAX_CHARS + " characters", "Shorten the prompt.");
    }
    var arguments = new Arguments(json.isBlank() ? Json.object() : parse(json));
    arguments.checkKnown(known);
    return arguments;
  }

  private static JsonNode parse(String json) {
    String form = "Pass one JSON object with the tool's arguments.";
    try {
      JsonNode value = Json.parseExact(json);
      if (!value.isObject()) {
        throw new Problems.BadArguments("the arguments must be a JSON object", form);
      }
      return value;
    } catch (JsonTrouble e) {
      throw new Problems.BadArguments("the arguments are " + e.getMessage(), form);
    }
  }

  private void checkKnown(List<String> known) {
    var unknown = new ArrayList<String>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    if (unknown.isEmpty()) {
      return;
    }
    String shown =
        unknown.stream()
            .limit(MAX_UNKNOWN)
            .map(name -> Words.quoted(name) + meant(name, known))
            .collect(Collectors.joining(", "));
    int more = unknown.size() - MAX_UNKNOWN;
    problems.add(
        "Unknown argument: " + shown + (more > 0 ? " and " + more + " more" : ""),
        "Known arguments: " + String.join(", ", known) + ".");
  }

  private static String meant(String name, List<String> known) {
    return known.stream()
        .filter(k -> plain(k).equals(plain(name)))
        .findFirst()
        .map(k -> " (did you mean " + k + "?)")
        .orElse("");
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  Problems problems() {
    return problems;
  }

  /** {@return the argument's value, unless it is absent, null or an empty text} */
  Optional<JsonNode> value(String name) {
    JsonNode value = object.path(name);
    boolean absent = value.isMissingNode() || value.isNull();
    return absent || (value.isTextual() && value.textValue().isEmpty())
        ? Optional.empty()
        : Optional.of(value);
  }

  Optional<String> text(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isTextual()) {
      problems.add(name + " must be a string", "");
      return Optional.empty();
    }
    return value.map(JsonNode::textValue);
  }

  Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      problems.add(name + " must be true or false", "");
      return Optional.empty();
    }
    return value.map(JsonNode::booleanValue);
  }

  OptionalInt integer(String name, int least, int most) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    boolean fine = value.get().isNumber() && isWithin(value.get().decimalValue(), least, most);
    if (!fine) {
      problems.add(name + " must be an integer between " + least + " and " + most, "");
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.get().decimalValue().intValue());
  }

  private static boolean isWithin(BigDecimal number, int least, int most) {
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0
        && number.compareTo(BigDecimal.valueOf(number.intValue())) == 0;
  }
}
