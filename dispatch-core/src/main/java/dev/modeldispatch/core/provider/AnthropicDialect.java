package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Anthropic's messages. It wants a limit of the output in each request: a prompt that sets none
 * gets one that its smallest models bear.
 */
final class AnthropicDialect implements Dialect {
  private static final int OUTPUT_TOKENS = 4_096;
  private static final String MODELS = "/models?limit=1000";

  @Override
  public Optional<String> path(String model) {
    return Optional.of("/messages");
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("anthropic-version", "2023-06-01");
  }

  @Override
  public Map<String, String> headers(ApiKey key) {
    return Dialect.keyHeader("x-api-key", "", key);
  }

  @Override
  public ObjectNode body(String model, Prompt prompt, History before) {
    ObjectNode body = Json.object().put("model", model);
    body.put("max_tokens", prompt.maxOutputTokens().orElse(OUTPUT_TOKENS));
    prompt.system().ifPresent(s -> body.put("system", s));
    var messages = body.putArray("messages");
    for (Turn turn : before.turns()) {
      messages.addObject().put("role", "user").put("content", turn.prompt());
      messages.addObject().put("role", "assistant").put("content", turn.answer());
    }
    messages.addObject().put("role", "user").put("content", prompt.text());
    prompt.temperature().ifPresent(t -> body.put("temperature", t));
    prompt
        .jsonSchema()
        .ifPresent(
            schema ->
                body.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", Dialect.schema(schema)));
    return body;
  }

  @Override
  public StreamFold fold(Told told) {
    return new AnthropicStream(told);
  }

  @Override
  public Said read(JsonNode body) {
    JsonNode content = body.path("content");
    if (!content.isArray()) {
      return Said.notTheShape();
    }
    var text = new StringBuilder();
    for (JsonNode block : content) {
      if (block.path("type").asText("").equals("text")) { // else a thought, or a tool's
        text.append(block.path("text").asText(""));
      }
    }
    String word = body.path("stop_reason").asText("");
    return new Said(text.toString(), finish(word), word, usage(body.path("usage")));
  }

  private static Said.Finish finish(String word) {
    return switch (word) {
      case "end_turn", "stop_sequence" -> Said.Finish.DONE;
      case "max_tokens" -> Said.Finish.CUT;
      case "model_context_window_exceeded" -> Said.Finish.CONTEXT_FULL;
      case "refusal" -> Said.Finish.FILTERED;
      case "tool_use" -> Said.Finish.TOOL;
      case "" -> Said.Finish.UNCLEAR;
      default -> Said.Finish.STOPPED; // pause_turn, and what is new: so far no normal end was
    };
  }

  /** What went through a cache is not in {@code input_tokens}. */
  private static Usage usage(JsonNode usage) {
    JsonNode input = usage.path("input_tokens");
    JsonNode output = usage.path("output_tokens");
    if (!Counts.isCount(input) || !Counts.isCount(output)) {
      return Usage.unknown();
    }
    long read = Counts.of(usage.path("cache_read_input_tokens"));
    long written = Counts.of(usage.path("cache_creation_input_tokens"));
    return new Usage(
        Counts.sum(input.longValue(), read, written),
        output.longValue(),
        0,
        read,
        written,
        Usage.Certainty.EXACT,
        Optional.empty());
  }

  /** Its aliases are not listed. */
  @Override
  public boolean mayServeUnlisted(String model) {
    return true;
  }

  @Override
  public String modelsPath() {
    return MODELS;
  }

  @Override
  public Optional<String> modelsPathAfter(JsonNode page) {
    String last = page.path("last_id").asText("");
    return page.path("has_more").asBoolean() && !last.isEmpty()
        ? Optional.of(MODELS + "&after_id=" + URLEncoder.encode(last, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public List<ProviderStatus.Model> models(JsonNode list) {
    return Dialect.listed(list, "data", "id");
  }
}
