package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import org.jspecify.annotations.Nullable;

/**
 * Responses of which each holds the next parts. Nothing marks the end: some models gave a finish
 * reason with every response, so that what can follow it is known when the reply ends.
 */
final class GeminiStream implements StreamFold {
  private final Told told;
  private boolean begun;
  private boolean tools;
  private String finish = "";
  private @Nullable JsonNode feedback;
  private @Nullable JsonNode usage;

  GeminiStream(Told told) {
    this.told = told;
  }

  @Override
  public void add(JsonNode response) {
    JsonNode candidate = response.path("candidates").path(0);
    candidate.path("content").path("parts").forEach(this::part);
    begun |= candidate.has("content") || candidate.has("finishReason");
    finish = candidate.path("finishReason").asText(finish);
    if (response.path("promptFeedback").isObject()) {
      feedback = response.path("promptFeedback");
    }
    if (response.path("usageMetadata").isObject()) {
      usage = response.path("usageMetadata");
    }
  }

  private void part(JsonNode part) {
    String text = part.path("text").asText("");
    if (part.path("thought").asBoolean()) {
      told.reasoning(text);
    } else {
      told.answer(text);
    }
    tools |= part.has("functionCall");
  }

  @Override
  public End end() {
    boolean blocked = feedback != null && !feedback.path("blockReason").asText("").isEmpty();
    return blocked || !finish.isEmpty() ? End.FINISHED : End.NONE;
  }

  @Override
  public boolean endsWithReply() {
    return true;
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object();
    if (begun) {
      ObjectNode candidate = body.putArray("candidates").addObject();
      parts(candidate.putObject("content").putArray("parts"));
      candidate.put("finishReason", finish);
    }
    if (feedback != null) {
      body.set("promptFeedback", feedback);
    }
    if (usage != null) {
      body.set("usageMetadata", usage);
    }
    return body;
  }

  private void parts(ArrayNode parts) {
    parts.addObject().put("text", told.reasoning()).put("thought", true);
    parts.addObject().put("text", told.answer());
    if (tools) {
      parts.addObject().putObject("functionCall");
    }
  }
}
