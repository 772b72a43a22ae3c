package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the event stream showed of one session. Not thread-safe: used under its run's lock.
 *
 * <p>An answer without a known finish reason makes the server ask the model again, for ever; more
 * than three such messages without a tool call are that loop.
 */
final class Watch {
  private static final int MAX_UNFINISHED = 3;
  private static final int MAX_REMEMBERED = 10_000;
  private static final Set<String> FINISHED =
      Set.of("stop", "length", "content-filter", "tool-calls", "error");

  private final Map<String, Boolean> unfinished = new HashMap<>();
  private final Set<String> assistantMessages = new HashSet<>();
  private final Map<String, String> partTypes = new HashMap<>();
  private final StringBuilder streamed = new StringBuilder();
  private final Map<String, Integer> thoughts = new HashMap<>();
  private @Nullable JsonNode error;
  private boolean rejected;

  /**
   * A piece of the model's text.
   *
   * @param kind what it belongs to
   * @param text the piece
   */
  record Piece(Kind kind, String text) {
    @Override
    public String toString() {
      return "Piece[" + kind + ", " + text.length() + " chars]";
    }
  }

  /** Takes in {@code message.updated}. */
  void message(JsonNode info) {
    if (!info.path("role").asText("").equals("assistant") || isFull()) {
      return;
    }
    String id = info.path("id").asText("");
    assistantMessages.add(id);
    if (FINISHED.contains(info.path("finish").asText("")) || info.path("error").isObject()) {
      unfinished.remove(id);
    } else {
      unfinished.putIfAbsent(id, false);
    }
  }

  /** Takes in {@code message.part.updated}. */
  void part(JsonNode part) {
    if (isFull()) {
      return;
    }
    String type = part.path("type").asText("");
    partTypes.put(part.path("id").asText(""), type);
    if (type.equals("tool")) {
      unfinished.computeIfPresent(part.path("messageID").asText(""), (id, none) -> true);
    }
  }

  /** Takes in {@code message.part.delta}; returns the model's text in it, if there is some. */
  Optional<Piece> delta(JsonNode delta) {
    if (!delta.path("field").asText("").equals("text")
        || !assistantMessages.contains(delta.path("messageID").asText(""))) {
      return Optional.empty();
    }
    String text = delta.path("delta").asText("");
    return switch (partTypes.getOrDefault(delta.path("partID").asText(""), "")) {
      case "text" -> {
        streamed.append(text);
        yield Optional.of(new Piece(Kind.ANSWER, text));
      }
      case "reasoning" -> {
        thoughts.merge(delta.path("partID").asText(""), text.length(), Integer::sum);
        yield Optional.of(new Piece(Kind.REASONING, text));
      }
      default -> Optional.empty();
    };
  }

  /** Takes in {@code session.error}. */
  void error(JsonNode told) {
    error = told;
  }

  /** Takes in that a question or a wish for permission was rejected. */
  void rejected() {
    rejected = true;
  }

  Optional<JsonNode> error() {
    return Optional.ofNullable(error);
  }

  boolean wasRejected() {
    return rejected;
  }

  boolean loops() {
    return isFull()
        || unfinished.values().stream().filter(hasTool -> !hasTool).count() > MAX_UNFINISHED;
  }

  /** {@return the rest of the answer that was not streamed; empty if what was does not fit} */
  String unstreamed(String answer) {
    String told = streamed.toString();
    return answer.startsWith(told) ? answer.substring(told.length()) : "";
  }

  /** {@return the rest of a part of the model's reasoning that was not streamed} */
  String unstreamedThoughts(JsonNode part) {
    String text = part.path("text").asText("");
    int told = thoughts.getOrDefault(part.path("id").asText(""), 0);
    return told < text.length() ? text.substring(told) : "";
  }

  /** {@return the text that came so far} */
  String text() {
    return streamed.toString();
  }

  private boolean isFull() {
    return assistantMessages.size() + partTypes.size() > MAX_REMEMBERED;
  }
}
