package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a chat completion, which end with {@code [DONE]}.
 *
 * <p>Some servers send a whole message in place of the last delta, or in place of all of them: of
 * it, what goes beyond the text so far is new.
 */
final class OpenAiStream implements StreamFold {
  private final Told told;
  private final StringBuilder refusal = new StringBuilder();
  private boolean begun;
  private boolean deltas;
  private boolean tools;
  private boolean marked;
  private String finish = "";
  private @Nullable JsonNode usage;

  OpenAiStream(Told told) {
    this.told = told;
  }

  @Override
  public void add(JsonNode chunk) {
    JsonNode used = chunk.path("usage");
    if (used.isObject()) {
      usage = used; // some tell it in every chunk: the last one is the sum
    }
    JsonNode choice = chunk.path("choices").path(0);
    if (choice.path("delta").isObject()) {
      deltas = true;
      delta(choice.path("delta"));
    } else if (choice.path("message").isObject()) {
      message(choice.path("message"));
    }
    begun |= choice.isObject();
    String word = choice.path("finish_reason").asText("");
    finish = word.isEmpty() ? finish : word;
  }

  private void delta(JsonNode delta) {
    told.reasoning(reasoning(delta));
    told.answer(OpenAiDialect.text(delta.path("content")));
    refuse(delta.path("refusal"));
    tools |= !delta.path("tool_calls").isEmpty();
  }

  private void message(JsonNode message) {
    told.reasoning(beyond(told.reasoning(), reasoning(message)));
    told.answer(beyond(told.answer(), OpenAiDialect.text(message.path("content"))));
    if (refusal.isEmpty()) {
      refuse(message.path("refusal"));
    }
    tools |= !message.path("tool_calls").isEmpty();
  }

  /** What of a whole text is new. One that is not the longer of the two adds to deltas nothing. */
  private String beyond(String soFar, String whole) {
    if (whole.startsWith(soFar)) {
      return whole.substring(soFar.length());
    }
    return deltas ? "" : whole;
  }

  private void refuse(JsonNode piece) {
    if (piece.isTextual()) {
      refusal.append(piece.textValue());
      told.answer(piece.textValue());
    }
  }

  private static String reasoning(JsonNode delta) {
    JsonNode content = delta.path("reasoning_content");
    return content.isTextual() && !content.textValue().isEmpty()
        ? content.textValue()
        : delta.path("reasoning").asText("");
  }

  @Override
  public boolean takesMark(String data) {
    marked = data.strip().equals("[DONE]");
    return marked;
  }

  @Override
  public End end() {
    return marked ? End.MARKED : finish.isEmpty() ? End.NONE : End.FINISHED;
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object();
    if (begun) {
      ObjectNode choice = body.putArray("choices").addObject();
      message(choice.putObject("message"));
      choice.put("finish_reason", finish);
    }
    if (usage != null) {
      body.set("usage", usage);
    }
    return body;
  }

  private void message(ObjectNode message) {
    if (refusal.isEmpty()) {
      message.put("content", told.answer());
    } else {
      message.put("refusal", refusal.toString());
    }
    message.put("reasoning_content", told.reasoning());
    if (tools) {
      message.putArray("tool_calls").addObject();
    }
  }
}
