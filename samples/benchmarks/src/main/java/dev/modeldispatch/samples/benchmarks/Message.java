package dev.modeldispatch.samples.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line between a forked JVM and its parent: {@code @word key=value key=value}.
 *
 * @param word what it says
 * @param values what it holds; neither keys nor values have blanks
 */
record Message(String word, Map<String, String> values) {
  private static final String MARK = "@";

  /** Returns a message of this word, then keys and values in turn. */
  static Message of(String word, Object... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i].toString(), keysAndValues[i + 1].toString().replace(' ', '_'));
    }
    return new Message(word, values);
  }

  /** Returns the message in this line; empty if the line is something else. */
  static Optional<Message> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    List<String> parts = List.of(line.substring(MARK.length()).split(" ", -1));
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      values.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return Optional.of(new Message(parts.get(0), values));
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException(
          word + ": no " + key + " (there is: " + values.keySet() + ")");
    }
    return value;
  }

  double number(String key) {
    return Double.parseDouble(text(key));
  }

  long whole(String key) {
    return Long.parseLong(text(key));
  }

  /** {@return the line} */
  String line() {
    List<String> parts = new ArrayList<>();
    parts.add(MARK + word);
    values.forEach((key, value) -> parts.add(key + "=" + value));
    return String.join(" ", parts);
  }
}
