package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;

/**
 * The events of a message: its blocks come one after the other, then why it stopped. The counts of
 * its start are the first word, those of its end the last.
 */
final class AnthropicStream implements StreamFold {
  private final Told told;
  private final ObjectNode usage = Json.object();
  private boolean begun;
  private boolean tools;
  private boolean marked;
  private String stop = "";

  AnthropicStream(Told told) {
    this.told = told;
  }

  @Override
  public void add(JsonNode event) {
    switch (event.path("type").asText("")) {
      case "message_start" -> {
        begun = true;
        count(event.path("message").path("usage"));
      }
      case "content_block_start" -> block(event.path("content_block"));
      case "content_block_delta" -> delta(event.path("delta"));
      case "message_delta" -> {
        stop = event.path("delta").path("stop_reason").asText(stop);
        count(event.path("usage"));
      }
      case "message_stop" -> marked = true;
      default -> {
        // A ping, a block's end, or what is new: it changes nothing.
      }
    }
  }

  private void block(JsonNode block) {
    begun = true;
    switch (block.path("type").asText("")) {
      case "text" -> told.answer(block.path("text").asText(""));
      case "thinking" -> told.reasoning(block.path("thinking").asText(""));
      case "tool_use" -> tools = true;
      default -> {
        // A hidden thought, or what a tool of the provider's own found.
      }
    }
  }

  private void delta(JsonNode delta) {
    begun = true;
    switch (delta.path("type").asText("")) {
      case "text_delta" -> told.answer(delta.path("text").asText(""));
      case "thinking_delta" -> told.reasoning(delta.path("thinking").asText(""));
      default -> {
        // A tool's input, a signature, a citation: no text.
      }
    }
  }

  private void count(JsonNode counts) {
    counts
        .properties()
        .forEach(
            count -> {
              if (!count.getValue().isNull()) {
                usage.set(count.getKey(), count.getValue());
              }
            });
  }

  @Override
  public End end() {
    return marked ? End.MARKED : stop.isEmpty() ? End.NONE : End.FINISHED;
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object();
    if (begun) {
      ArrayNode content = body.putArray("content");
      content.addObject().put("type", "thinking").put("thinking", told.reasoning());
      content.addObject().put("type", "text").put("text", told.answer());
      if (tools) {
        content.addObject().put("type", "tool_use");
      }
    }
    body.put("stop_reason", stop);
    body.set("usage", usage);
    return body;
  }
}
