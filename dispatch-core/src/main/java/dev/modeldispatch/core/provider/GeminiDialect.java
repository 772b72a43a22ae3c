package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Gemini's {@code generateContent}, whose path holds the model. */
final class GeminiDialect implements Dialect {
  /** Nothing that would have to be encoded, or that leads to another path or another method. */
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final String METHOD = ":generateContent";
  private static final String STREAM_METHOD = ":streamGenerateContent?alt=sse";
  private static final String MODELS = "/models?pageSize=1000";
  private static final String PREFIX = "models/";

  @Override
  public Optional<String> path(String model) {
    return MODEL.matcher(model).matches()
        ? Optional.of("/models/" + model + METHOD)
        : Optional.empty();
  }

  @Override
  public Map<String, String> headers(ApiKey key) {
    return Dialect.keyHeader("x-goog-api-key", "", key);
  }

  @Override
  public ObjectNode body(String model, Prompt prompt, History before) {
    ObjectNode body = Json.object();
    prompt
        .system()
        .ifPresent(
            s -> body.putObject("systemInstruction").putArray("parts").addObject().put("text", s));
    ArrayNode contents = body.putArray("contents");
    for (Turn turn : before.turns()) {
      say(contents, "user", turn.prompt());
      say(contents, "model", turn.answer());
    }
    say(contents, "user", prompt.text());
    ObjectNode config = Json.object();
    prompt.maxOutputTokens().ifPresent(n -> config.put("maxOutputTokens", n));
    prompt.temperature().ifPresent(t -> config.put("temperature", t));
    prompt
        .jsonSchema()
        .ifPresent(
            schema ->
                config
                    .put("responseMimeType", "application/json")
                    .set("responseJsonSchema", Dialect.schema(schema)));
    if (!config.isEmpty()) {
      body.set("generationConfig", config);
    }
    return body;
  }

  private static void say(ArrayNode contents, String role, String text) {
    contents.addObject().put("role", role).putArray("parts").addObject().put("text", text);
  }

  @Override
  public Optional<String> streamPath(String model) {
    return path(model).map(path -> path.replace(METHOD, STREAM_METHOD));
  }

  @Override
  public JsonNode streamed(ObjectNode body) {
    return body; // its path says it
  }

  @Override
  public StreamFold fold(Told told) {
    return new GeminiStream(told);
  }

  @Override
  public Said read(JsonNode body) {
    Usage usage = usage(body.path("usageMetadata"));
    String blocked = body.path("promptFeedback").path("blockReason").asText("");
    JsonNode candidate = body.path("candidates").path(0);
    String text = text(candidate.path("content").path("parts"));
    if (!blocked.isEmpty()) {
      return new Said(text, Said.Finish.FILTERED, blocked, usage);
    }
    if (!candidate.has("content") && !candidate.has("finishReason")) {
      return Said.notTheShape();
    }
    String word = candidate.path("finishReason").asText("");
    return new Said(text, finish(word, candidate.path("content").path("parts")), word, usage);
  }

  private static String text(JsonNode parts) {
    var text = new StringBuilder();
    for (JsonNode part : parts) {
      if (!part.path("thought").asBoolean()) {
        text.append(part.path("text").asText(""));
      }
    }
    return text.toString();
  }

  private static Said.Finish finish(String word, JsonNode parts) {
    return switch (word) {
      case "STOP" -> callsTool(parts) ? Said.Finish.TOOL : Said.Finish.DONE;
      case "MAX_TOKENS" -> Said.Finish.CUT;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
          Said.Finish.TOOL;
      case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII" ->
          Said.Finish.FILTERED;
      case "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION" -> Said.Finish.FILTERED;
      case "" -> Said.Finish.UNCLEAR;
      default -> Said.Finish.STOPPED; // OTHER, LANGUAGE and what is new: STOP alone is normal
    };
  }

  private static boolean callsTool(JsonNode parts) {
    for (JsonNode part : parts) {
      if (part.has("functionCall")) {
        return true;
      }
    }
    return false;
  }

  /** A count of zero is left out, as the total then shows. */
  private static Usage usage(JsonNode usage) {
    if (!Counts.isCount(usage.path("promptTokenCount"))) {
      return Usage.unknown();
    }
    JsonNode answer = usage.path("candidatesTokenCount");
    long thoughts = Counts.of(usage.path("thoughtsTokenCount"));
    long input =
        Counts.sum(
            Counts.of(usage.path("promptTokenCount")),
            Counts.of(usage.path("toolUsePromptTokenCount")));
    long output = Counts.sum(Counts.of(answer), thoughts);
    JsonNode total = usage.path("totalTokenCount");
    boolean whole =
        Counts.isCount(answer)
            || (Counts.isCount(total) && total.longValue() == Counts.sum(input, output));
    return new Usage(
        input,
        output,
        thoughts,
        Counts.of(usage.path("cachedContentTokenCount")),
        0,
        whole ? Usage.Certainty.EXACT : Usage.Certainty.AT_LEAST,
        Optional.empty());
  }

  @Override
  public boolean mayServeUnlisted(String model) {
    return false;
  }

  @Override
  public String modelsPath() {
    return MODELS;
  }

  @Override
  public Optional<String> modelsPathAfter(JsonNode page) {
    String next = page.path("nextPageToken").asText("");
    return next.isEmpty()
        ? Optional.empty()
        : Optional.of(MODELS + "&pageToken=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  @Override
  public List<ProviderStatus.Model> models(JsonNode list) {
    var models = new ArrayList<ProviderStatus.Model>();
    for (JsonNode model : list.path("models")) {
      String name = model.path("name").asText("");
      String id = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
      if (!id.isEmpty() && answers(model.path("supportedGenerationMethods"))) {
        models.add(model(id, model.path("outputTokenLimit")));
      }
    }
    return models;
  }

  /** The list names models that embed or draw, too. */
  private static boolean answers(JsonNode methods) {
    for (JsonNode method : methods) {
      if (method.asText("").equals("generateContent")) {
        return true;
      }
    }
    return methods.isMissingNode();
  }

  private static ProviderStatus.Model model(String id, JsonNode outputTokens) {
    return new ProviderStatus.Model(
        id,
        OptionalLong.empty(),
        Counts.isCount(outputTokens)
            ? OptionalLong.of(outputTokens.longValue())
            : OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
