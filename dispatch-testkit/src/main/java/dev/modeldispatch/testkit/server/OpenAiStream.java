package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A chat completion as the stream of its chunks, which end with {@code [DONE]}. */
final class OpenAiStream implements WireStream {
  @Override
  public boolean isAskedFor(HttpRequest request) {
    return WireJson.of(request).path("stream").asBoolean();
  }

  /** Returns the stream; the usage is told in a chunk of its own if that is asked for. */
  @Override
  public WireAnswer of(ObjectNode whole, HttpRequest request) {
    boolean withUsage = WireJson.of(request).at("/stream_options/include_usage").asBoolean();
    var chunks = new Chunks(whole);
    if (whole.has("error")) {
      chunks.event(whole.toString());
    } else {
      chunks.all(withUsage);
    }
    return WireAnswer.of(200, "text/event-stream", chunks.events.toString());
  }

  @Override
  public boolean carriesText(JsonNode event) {
    return !event.at("/choices/0/delta/content").asText("").isEmpty();
  }

  @Override
  public Bytes error(String body) {
    return Bytes.of("data: " + body + "\n\n");
  }

  @Override
  public Bytes malformed() {
    return Bytes.of("data: {\"choices\": [\n\n");
  }

  @Override
  public Bytes keepAlive() {
    return Bytes.of(":\n\n");
  }

  @Override
  public boolean marksItsEnd() {
    return true;
  }

  /** The chunks of one answer. */
  private static final class Chunks {
    final StringBuilder events = new StringBuilder();
    private final ObjectNode body;

    Chunks(ObjectNode body) {
      this.body = body;
    }

    void all(boolean withUsage) {
      JsonNode choice = body.path("choices").path(0);
      if (!choice.isMissingNode()) {
        message(choice.path("message"));
        JsonNode finish = choice.path("finish_reason");
        if (finish.isTextual()) {
          chunk(WireJson.object(), finish);
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
      chunk(WireJson.object().put("role", "assistant").put("content", ""), none());
      text("reasoning_content", message);
      text("content", message);
      text("refusal", message);
      if (message.path("tool_calls").isArray()) {
        ObjectNode delta = WireJson.object();
        ArrayNode calls = delta.putArray("tool_calls");
        for (JsonNode call : message.path("tool_calls")) {
          calls.addObject().put("index", calls.size() - 1).setAll((ObjectNode) call);
        }
        chunk(delta, none());
      }
    }

    private void text(String field, JsonNode message) {
      for (String piece : WireJson.pieces(message.path(field).asText(""))) {
        chunk(WireJson.object().put(field, piece), none());
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
      return NullNode.getInstance();
    }

    private ObjectNode head() {
      ObjectNode head = WireJson.object();
      head.put("id", body.path("id").asText()).put("object", "chat.completion.chunk");
      head.put("created", body.path("created").asLong());
      return head.put("model", body.path("model").asText());
    }

    void event(String data) {
      events.append("data: ").append(data).append("\n\n");
    }
  }
}
