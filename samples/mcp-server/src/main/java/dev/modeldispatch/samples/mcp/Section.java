package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** An object of the file whose fields are taken one by one; {@link #end} notes the others. */
final class Section {
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,99}");

  private final JsonNode node;
  private final String pointer;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Section(JsonNode node, String pointer, Problems problems) {
    this.node = node;
    this.pointer = pointer;
    this.problems = problems;
    if (!node.isObject() && !node.isMissingNode()) {
      problems.add(pointer, "this must be a JSON object");
    }
  }

  boolean isThere() {
    return !node.isMissingNode();
  }

  String pointer() {
    return pointer;
  }

  /** Returns the value of a field, missing if there is none. */
  JsonNode take(String field) {
    known.add(field);
    return node.path(field);
  }

  Section section(String field) {
    return new Section(take(field), at(field), problems);
  }

  /** {@return the names of all fields} */
  List<String> names() {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  Optional<String> text(String field) {
    JsonNode value = take(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      problems.add(at(field), "this must be a text");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  /** The NAME of a variable; a key in its place is never quoted. */
  Optional<String> variable(String field) {
    Optional<String> name = text(field);
    if (name.isPresent() && !VARIABLE.matcher(name.get()).matches()) {
      problems.add(
          at(field),
          "this must be the NAME of an environment variable in upper case, for example"
              + " OPENAI_API_KEY, not the key itself");
      return Optional.empty();
    }
    return name;
  }

  Optional<URI> url(String field) {
    Optional<String> text = text(field);
    try {
      return text.map(URI::create);
    } catch (IllegalArgumentException e) { // its message quotes the text
      problems.add(at(field), "this is no URL, for example http://127.0.0.1:8000/v1");
      return Optional.empty();
    }
  }

  OptionalLong whole(String field, long least, long most) {
    JsonNode value = take(field);
    if (value.isMissingNode()) {
      return OptionalLong.empty();
    }
    boolean fine =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.longValue() >= least
            && value.longValue() <= most;
    if (!fine) {
      problems.add(at(field), "this must be a whole number from " + least + " to " + most);
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.longValue());
  }

  /** Seconds, also parts of one. */
  Optional<Duration> seconds(String field, long most) {
    JsonNode value = take(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    double seconds = value.isNumber() ? value.doubleValue() : 0;
    if (!(seconds >= 0.001 && seconds <= most)) {
      problems.add(at(field), "this must be a number of seconds above 0, at most " + most);
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** Notes the fields that nobody took; what looks like a key is noted already. */
  void end() {
    names().stream()
        .filter(name -> !known.contains(name) && !KeyGuard.isKeyName(name))
        .forEach(
            name ->
                problems.add(
                    at(name),
                    "unknown field "
                        + Misuse.quote(name)
                        + " (known: "
                        + String.join(", ", known)
                        + ")"));
  }

  private String at(String field) {
    return at(pointer, field);
  }

  /** Returns the JSON pointer of a field. */
  static String at(String pointer, String field) {
    return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
  }
}
