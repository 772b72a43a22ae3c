package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chat completions as OpenAI defined them and many servers speak them.
 *
 * <p>The spellings differ in a word: OpenAI itself bounds the output by {@code
 * max_completion_tokens}, the servers that followed it by {@code max_tokens}; Azure has a header of
 * its own for the key.
 */
enum OpenAiDialect implements Dialect {
  /** OpenAI's own service. */
  OPENAI("max_completion_tokens", "Authorization", "Bearer "),
  /** The same as Azure serves it. */
  AZURE("max_completion_tokens", "api-key", ""),
  /** Everything that speaks like it. */
  COMPATIBLE("max_tokens", "Authorization", "Bearer ");

  private final String outputLimit;
  private final String keyHeader;
  private final String keyPrefix;

  OpenAiDialect(String outputLimit, String keyHeader, String keyPrefix) {
    this.outputLimit = outputLimit;
    this.keyHeader = keyHeader;
    this.keyPrefix = keyPrefix;
  }

  @Override
  public Optional<String> path(String model) {
    return Optional.of("/chat/completions");
  }

  @Override
  public Map<String, String> headers(ApiKey key) {
    return Dialect.keyHeader(keyHeader, keyPrefix, key);
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
    prompt.maxOutputTokens().ifPresent(n -> body.put(outputLimit, n));
    prompt.temperature().ifPresent(t -> body.put("temperature", t));
    prompt.jsonSchema().ifPresent(schema -> putSchema(body, schema));
    return body;
  }

  private static void putSchema(ObjectNode body, String text) {
    JsonNode schema = Dialect.schema(text);
    body.putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "answer")
        .put("strict", StrictSchema.isTaken(schema))
        .set("schema", schema);
  }

  /** Without being asked, the usage of a stream is not told. */
  @Override
  public JsonNode streamed(ObjectNode body) {
    body.put("stream", true).putObject("stream_options").put("include_usage", true);
    return body;
  }

  @Override
  public StreamFold fold(Told told) {
    return new OpenAiStream(told);
  }

  @Override
  public Said read(JsonNode body) {
    JsonNode choice = body.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      return Said.notTheShape();
    }
    String word = choice.path("finish_reason").asText("");
    JsonNode refusal = message.path("refusal");
    boolean refused = refusal.isTextual() && !refusal.textValue().isEmpty();
    return new Said(
        refused ? refusal.textValue() : text(message.path("content")),
        refused ? Said.Finish.FILTERED : finish(choice.path("finish_reason")),
        refused ? "refusal" : word,
        usage(body.path("usage")));
  }

  private static Said.Finish finish(JsonNode reason) {
    return switch (reason.asText("")) {
      case "stop", "eos", "end_turn" -> Said.Finish.DONE;
      case "length", "max_tokens" -> Said.Finish.CUT;
      case "content_filter" -> Said.Finish.FILTERED;
      case "tool_calls", "function_call" -> Said.Finish.TOOL;
      case "error", "abort", "insufficient_system_resource" -> Said.Finish.STOPPED;
      default -> Said.Finish.UNCLEAR;
    };
  }

  /** Some servers send the content as a list of parts. */
  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    var text = new StringBuilder();
    content.forEach(
        part -> {
          if (part.path("type").asText("text").equals("text")) {
            text.append(part.path("text").asText(""));
          }
        });
    return text.toString();
  }

  private static Usage usage(JsonNode usage) {
    JsonNode input = usage.path("prompt_tokens");
    JsonNode output = usage.path("completion_tokens");
    if (!Counts.isCount(input) || !Counts.isCount(output)) {
      return Usage.unknown();
    }
    JsonNode cost = usage.path("cost");
    return new Usage(
        input.longValue(),
        output.longValue(),
        Counts.of(usage.path("completion_tokens_details").path("reasoning_tokens")),
        Counts.of(usage.path("prompt_tokens_details").path("cached_tokens")),
        0,
        Usage.Certainty.EXACT,
        cost.isNumber() ? Optional.of(new BigDecimal(cost.asText())) : Optional.empty());
  }

  /** Azure serves deployments, and who speaks like OpenAI lists what it likes. */
  @Override
  public boolean mayServeUnlisted(String model) {
    return this != OPENAI;
  }

  @Override
  public String modelsPath() {
    return "/models";
  }

  @Override
  public List<ProviderStatus.Model> models(JsonNode list) {
    return Dialect.listed(list, "data", "id");
  }
}
