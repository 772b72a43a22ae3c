package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A chat completion as the stream of its chunks, which end with {@code [DONE]}. */
final class OpenAiStream {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode body;
  private final StringBuilder events = new StringBuilder();

  private OpenAiStream(ObjectNode body) {
    this.body = body;
  }

  /** Returns the stream; the usage is told in a chunk of its own if that is asked for. */
  static WireAnswer of(ObjectNode body, boolean withUsage) {
    var stream = new OpenAiStream(body);
    if (body.has("error")) {
      stream.event(body.toString());
    } else {
      stream.chunks(withUsage);
    }
    return WireAnswer.of(200, "text/event-stream", stream.events.toString());
  }

  /** Returns the pieces that make the text: words with the space before them. */
  static List<String> pieces(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?=\\s)(?<=\\S)", -1));
  }

  private void chunks(boolean withUsage) {
    JsonNode choice = body.path("choices").path(0);
    if (!choice.isMissingNode()) {
      message(choice.path("message"));
      JsonNode finish = choice.path("finish_reason");
      if (finish.isTextual()) {
        chunk(JSON.createObjectNode(), finish);
      }
    }
    if (withUsage && body.has("usage")) {
      ObjectNode last = head();
      last.putArray("choices");
      last.set("usage", body.path("usage"));
      event(last.toString());
    }
    event("[DONE]");
  }

  private void message(JsonNode message) {
    chunk(JSON.createObjectNode().put("role", "assistant").put("content", ""), none());
    text("reasoning_content", message);
    text("content", message);
    text("refusal", message);
    if (message.path("tool_calls").isArray()) {
      ObjectNode delta = JSON.createObjectNode();
      ArrayNode calls = delta.putArray("tool_calls");
      for (JsonNode call : message.path("tool_calls")) {
        calls.addObject().put("index", calls.size() - 1).setAll((ObjectNode) call);
      }
      chunk(delta, none());
    }
  }

  private void text(String field, JsonNode message) {
    for (String piece : pieces(message.path(field).asText(""))) {
      chunk(JSON.createObjectNode().put(field, piece), none());
    }
  }

  private void chunk(ObjectNode delta, JsonNode finish) {
    ObjectNode chunk = head();
    ObjectNode choice = chunk.putArray("choices").addObject();
    choice.put("index", 0).set("delta", delta);
    choice.set("finish_reason", finish);
    event(chunk.toString());
  }

  private static JsonNode none() {
    return JSON.nullNode();
  }

  private ObjectNode head() {
    ObjectNode head = JSON.createObjectNode();
    head.put("id", body.path("id").asText()).put("object", "chat.completion.chunk");
    head.put("created", body.path("created").asLong()).put("model", body.path("model").asText());
    return head;
  }

  private void event(String data) {
    events.append("data: ").append(data).append("\n\n");
  }
}
