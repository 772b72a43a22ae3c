package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message as its stream of named events: the message without content, each block between its
 * start and its stop, what became of the message, and its stop.
 */
final class AnthropicStream implements WireStream {
  @Override
  public boolean isAskedFor(HttpRequest request) {
    return WireJson.of(request).path("stream").asBoolean();
  }

  @Override
  public WireAnswer of(ObjectNode whole, HttpRequest request) {
    var events = new Events(whole);
    if (whole.path("type").asText().equals("error")) {
      events.add(whole);
    } else {
      events.all();
    }
    return WireAnswer.of(200, "text/event-stream; charset=utf-8", events.written.toString());
  }

  @Override
  public boolean carriesText(JsonNode event) {
    return !event.at("/delta/text").asText("").isEmpty();
  }

  @Override
  public Bytes error(String body) {
    return Bytes.of("event: error\ndata: " + body + "\n\n");
  }

  @Override
  public Bytes malformed() {
    return Bytes.of("event: content_block_delta\ndata: {\"type\": \"content_block_delta\",\n\n");
  }

  @Override
  public Bytes keepAlive() {
    return Bytes.of("event: ping\ndata: {\"type\": \"ping\"}\n\n");
  }

  @Override
  public boolean marksItsEnd() {
    return true;
  }

  /** The events of one message. */
  private static final class Events {
    final StringBuilder written = new StringBuilder();
    private final ObjectNode body;

    Events(ObjectNode body) {
      this.body = body;
    }

    void all() {
      if (body.has("content")) {
        start();
        int index = 0;
        for (JsonNode block : body.path("content")) {
          block(index, block);
          index++;
        }
        end();
      }
      add(event("message_stop"));
    }

    private void start() {
      ObjectNode message = body.deepCopy().putNull("stop_reason");
      message.putArray("content");
      if (message.path("usage") instanceof ObjectNode usage) {
        usage.put("output_tokens", 1);
      }
      ObjectNode start = event("message_start");
      start.set("message", message);
      add(start);
    }

    private void block(int index, JsonNode block) {
      ObjectNode start = event("content_block_start").put("index", index);
      start.set("content_block", empty(block));
      add(start);
      if (index == 0) {
        add(event("ping"));
      }
      switch (block.path("type").asText()) {
        case "thinking" -> {
          deltas(index, "thinking_delta", "thinking", block.path("thinking").asText());
          delta(index, "signature_delta", "signature", block.path("signature").asText());
        }
        case "tool_use" -> {
          delta(index, "input_json_delta", "partial_json", "");
          delta(index, "input_json_delta", "partial_json", block.path("input").toString());
        }
        default -> deltas(index, "text_delta", "text", block.path("text").asText());
      }
      add(event("content_block_stop").put("index", index));
    }

    /** The block as it is before its deltas. */
    private static ObjectNode empty(JsonNode block) {
      ObjectNode empty = block.<ObjectNode>deepCopy();
      for (String field : new String[] {"text", "thinking", "signature"}) {
        if (empty.has(field)) {
          empty.put(field, "");
        }
      }
      if (empty.has("input")) {
        empty.putObject("input");
      }
      return empty;
    }

    private void deltas(int index, String type, String field, String text) {
      WireJson.pieces(text).forEach(piece -> delta(index, type, field, piece));
    }

    private void delta(int index, String type, String field, String text) {
      ObjectNode event = event("content_block_delta").put("index", index);
      event.putObject("delta").put("type", type).put(field, text);
      add(event);
    }

    /** The usage is cumulative here. */
    private void end() {
      ObjectNode end = event("message_delta");
      ObjectNode delta = end.putObject("delta");
      delta.set("stop_reason", body.path("stop_reason"));
      delta.putNull("stop_sequence");
      if (body.path("usage") instanceof ObjectNode used) {
        ObjectNode usage = used.deepCopy();
        usage.remove("service_tier");
        end.set("usage", usage);
      }
      add(end);
    }

    private static ObjectNode event(String type) {
      return WireJson.object().put("type", type);
    }

    void add(ObjectNode event) {
      written.append("event: ").append(event.path("type").asText());
      written.append("\ndata: ").append(event).append("\n\n");
    }
  }
}
