package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;

/** Lines of which each holds the next piece of the message; the last one says that it is done. */
final class OllamaStream implements StreamFold {
  private final Told told;
  private boolean begun;
  private boolean tools;
  private JsonNode last = Json.object();

  OllamaStream(Told told) {
    this.told = told;
  }

  @Override
  public void add(JsonNode line) {
    JsonNode message = line.path("message");
    begun |= message.isObject();
    told.reasoning(message.path("thinking").asText(""));
    told.answer(message.path("content").asText(""));
    tools |= !message.path("tool_calls").isEmpty();
    last = line;
  }

  @Override
  public End end() {
    return last.path("done").asBoolean() ? End.MARKED : End.NONE;
  }

  @Override
  public JsonNode body() {
    ObjectNode body = last.isObject() ? last.deepCopy() : Json.object();
    body.remove("message");
    if (begun) {
      ObjectNode message = body.putObject("message");
      message.put("content", told.answer()).put("thinking", told.reasoning());
      if (tools) {
        message.putArray("tool_calls").addObject();
      }
    }
    return body;
  }
}
