package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Tells an agent at work from a server that asks a model again and again, since its answers have no
 * finish reason: more than three of them in a row, none with a tool call. An agent has many
 * messages in a turn, so only the row is remembered. Not thread-safe.
 */
final class LoopGuard {
  private static final int MAX_IN_A_ROW = 3;
  private static final Set<String> FINISHED =
      Set.of("stop", "length", "content-filter", "tool-calls", "error");

  private String message = "";
  private boolean fruitful;
  private int fruitless;

  /** Takes in {@code message.updated}. */
  void message(JsonNode info) {
    if (!info.path("role").asText("").equals("assistant")) {
      return;
    }
    String id = info.path("id").asText("");
    if (!id.equals(message)) {
      fruitless = fruitful || message.isEmpty() ? 0 : fruitless + 1;
      message = id;
      fruitful = false;
    }
    fruitful |= FINISHED.contains(info.path("finish").asText("")) || info.path("error").isObject();
  }

  /** Takes in {@code message.part.updated}. */
  void part(JsonNode part) {
    boolean ofThis = part.path("messageID").asText("").equals(message);
    fruitful |= ofThis && part.path("type").asText("").equals("tool");
  }

  boolean loops() {
    return fruitless > MAX_IN_A_ROW - 1 && !fruitful;
  }
}
