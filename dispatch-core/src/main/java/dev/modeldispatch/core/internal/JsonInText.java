package dev.modeldispatch.core.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The JSON inside an answer.
 *
 * @param json as the answer has it
 * @param value the same, read
 */
public record JsonInText(String json, JsonNode value) {
  private static final Pattern FENCE = Pattern.compile("^```.*$", Pattern.MULTILINE);

  /**
   * Returns the JSON inside an answer: all of it, what stands inside the one pair of fences, or the
   * one object or array inside other text. Cut or broken JSON is never repaired, and of two values
   * none is picked.
   */
  public static Optional<JsonInText> find(String text) {
    String answer = text.strip();
    return whole(answer).or(() -> whole(fenced(answer))).or(() -> whole(bracketed(answer)));
  }

  /** Returns the text as JSON, if it is one value and nothing else. */
  static Optional<JsonInText> whole(String text) {
    try {
      return Optional.of(new JsonInText(text, Json.parseExact(text)));
    } catch (JsonTrouble e) {
      return Optional.empty();
    }
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

  @Override
  public String toString() {
    return "JsonInText[" + json.length() + " chars]";
  }
}
