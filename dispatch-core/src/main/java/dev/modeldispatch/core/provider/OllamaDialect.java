package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ollama's own chat, which streams unless it is told not to. */
final class OllamaDialect implements Dialect {
  @Override
  public Optional<String> path(String model) {
    return Optional.of("/api/chat");
  }

  @Override
  public Map<String, String> headers(ApiKey key) {
    return Dialect.keyHeader("Authorization", "Bearer ", key);
  }

  @Override
  public ObjectNode body(String model, Prompt prompt, History before) {
    ObjectNode body = Json.object().put("model", model);
    var messages = body.putArray("messages");
    prompt.system().ifPresent(s -> messages.addObject().put("role", "system").put("content", s));
    for (Turn turn : before.turns()) {
      messages.addObject().put("role", "user").put("content", turn.prompt());
      messages.addObject().put("role", "assistant").put("content", turn.answer());
    }
    messages.addObject().put("role", "user").put("content", prompt.text());
    body.put("stream", false);
    prompt.jsonSchema().ifPresent(schema -> body.set("format", Dialect.schema(schema)));
    ObjectNode options = Json.object();
    prompt.maxOutputTokens().ifPresent(n -> options.put("num_predict", n));
    prompt.temperature().ifPresent(t -> options.put("temperature", t));
    if (!options.isEmpty()) {
      body.set("options", options);
    }
    return body;
  }

  @Override
  public Framing framing() {
    return Framing.LINES;
  }

  @Override
  public StreamFold fold(Told told) {
    return new OllamaStream(told);
  }

  @Override
  public Said read(JsonNode body) {
    JsonNode message = body.path("message");
    if (!message.isObject()) {
      return Said.notTheShape();
    }
    String word = body.path("done_reason").asText("");
    return new Said(
        message.path("content").asText(""), // its thoughts stand beside, in "thinking"
        finish(body, word),
        word,
        usage(body.path("prompt_eval_count"), body.path("eval_count")));
  }

  private static Said.Finish finish(JsonNode body, String word) {
    if (!body.path("done").asBoolean(true)) {
      return Said.Finish.STOPPED;
    }
    if (!body.path("message").path("tool_calls").isEmpty()) {
      return Said.Finish.TOOL;
    }
    return switch (word) {
      case "stop" -> Said.Finish.DONE;
      case "length" -> Said.Finish.CUT;
      case "load", "unload" -> Said.Finish.STOPPED;
      default -> Said.Finish.UNCLEAR;
    };
  }

  /** A prompt that was in its cache as a whole has no count. */
  private static Usage usage(JsonNode input, JsonNode output) {
    boolean all = Counts.isCount(input) && Counts.isCount(output);
    return Counts.isCount(input) || Counts.isCount(output)
        ? Counts.usage(
            Counts.of(input),
            Counts.of(output),
            all ? Usage.Certainty.EXACT : Usage.Certainty.AT_LEAST)
        : Usage.unknown();
  }

  /** The list names each with its tag; without one, {@code latest} is meant. */
  @Override
  public boolean mayServeUnlisted(String model) {
    return model.indexOf(':') < 0;
  }

  @Override
  public String modelsPath() {
    return "/api/tags";
  }

  @Override
  public List<ProviderStatus.Model> models(JsonNode list) {
    return Dialect.listed(list, "models", "name");
  }
}
