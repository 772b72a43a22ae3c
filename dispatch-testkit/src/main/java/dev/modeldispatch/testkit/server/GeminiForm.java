package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Gemini's {@code generateContent}, streamed or not; its path names the model. */
final class GeminiForm implements WireForm {
  private static final int PAGE = 50;
  private static final Pattern PROMPT =
      Pattern.compile("/v1beta/models/([^/:]+):(generateContent|streamGenerateContent)");

  private final AtomicLong ids = new AtomicLong();

  @Override
  public Dialect dialect() {
    return Dialect.GEMINI;
  }

  @Override
  public boolean owns(HttpRequest request) {
    return request.path().startsWith("/v1beta/");
  }

  @Override
  public boolean isPrompt(HttpRequest request) {
    return request.method().equals("POST") && PROMPT.matcher(request.plainPath()).matches();
  }

  @Override
  public boolean isModelList(HttpRequest request) {
    return request.method().equals("GET") && request.plainPath().equals("/v1beta/models");
  }

  @Override
  public Optional<String> modelOf(HttpRequest request) {
    var path = PROMPT.matcher(request.plainPath());
    return path.matches()
        ? Optional.of(URLDecoder.decode(path.group(1), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public WireAnswer answer(String model, Said said) {
    ObjectNode body = response(model, said.usage());
    ArrayNode parts = parts(body);
    if (!said.reasoning().isEmpty()) {
      parts.addObject().put("text", said.reasoning()).put("thought", true);
    }
    parts.addObject().put("text", said.text());
    return WireAnswer.json(200, body.toString());
  }

  @Override
  public WireAnswer toolCall(String model, String tool, String arguments, Usage usage) {
    ObjectNode body = response(model, usage);
    callTool(body, tool, arguments);
    return WireAnswer.json(200, body.toString());
  }

  private ObjectNode response(String model, Usage usage) {
    ObjectNode body = WireJson.object();
    ObjectNode candidate = body.putArray("candidates").addObject();
    candidate.putObject("content").put("role", "model").putArray("parts");
    candidate.put("finishReason", "STOP").put("index", 0);
    body.set("usageMetadata", used(usage));
    body.put("modelVersion", model).put("responseId", "testkit-" + ids.incrementAndGet());
    return body;
  }

  /** A count of zero is left out; thoughts are not in the candidates' count. */
  private static ObjectNode used(Usage usage) {
    ObjectNode used = WireJson.object().put("promptTokenCount", usage.inputTokens());
    count(used, "candidatesTokenCount", usage.outputTokens() - usage.reasoningTokens());
    used.put("totalTokenCount", usage.totalTokens());
    count(used, "cachedContentTokenCount", usage.cacheReadTokens());
    used.putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", usage.inputTokens());
    count(used, "thoughtsTokenCount", usage.reasoningTokens());
    return used;
  }

  private static void count(ObjectNode used, String name, long count) {
    if (count > 0) {
      used.put(name, count);
    }
  }

  @Override
  public WireAnswer models(Collection<String> names, HttpRequest request) {
    var all = List.copyOf(names);
    int limit = request.query("pageSize").map(Integer::parseInt).orElse(PAGE);
    int from = request.query("pageToken").map(Integer::parseInt).orElse(0);
    int to = Math.min(all.size(), from + limit);
    ObjectNode body = WireJson.object();
    var models = body.putArray("models");
    for (String name : all.subList(from, to)) {
      ObjectNode model = models.addObject().put("name", "models/" + name);
      model.put("version", "001").put("displayName", name);
      model.put("inputTokenLimit", 1_048_576).put("outputTokenLimit", 65_536);
      model.putArray("supportedGenerationMethods").add("generateContent").add("countTokens");
    }
    if (to < all.size()) {
      body.put("nextPageToken", Integer.toString(to));
    }
    return WireAnswer.json(200, body.toString());
  }

  @Override
  public Set<Oddity> oddities() {
    return EnumSet.complementOf(EnumSet.of(Oddity.REFUSAL, Oddity.CONTEXT_FULL, Oddity.PAUSED));
  }

  @Override
  public WireAnswer odd(Oddity oddity, WireAnswer answer) {
    ObjectNode body = WireJson.of(answer);
    var candidate = (ObjectNode) body.path("candidates").path(0);
    var text = (ObjectNode) parts(body).path(parts(body).size() - 1);
    switch (oddity) {
      case EMPTY_TEXT -> text.put("text", "");
      case NULL_TEXT -> ((ObjectNode) candidate.path("content")).remove("parts");
      case JSON_IN_FENCES -> text.put("text", WireJson.fenced(text.path("text").asText()));
      case MISSING_USAGE -> body.remove("usageMetadata");
      case NO_CHOICE -> body.remove("candidates");
      case FINISH_LENGTH -> candidate.put("finishReason", "MAX_TOKENS");
      case FINISH_FILTER -> candidate.put("finishReason", "SAFETY");
      case FINISH_MISSING -> candidate.remove("finishReason");
      case PROMPT_BLOCKED -> block(body);
      case ERROR_INSIDE_OK -> body = WireJson.object(errors().insideOk());
      case TOOL_CALL -> callTool(body, "shell", "{}");
      default -> throw oddity.unknownTo(this);
    }
    return answer.body(body.toString());
  }

  private static void block(ObjectNode body) {
    body.remove("candidates");
    body.putObject("promptFeedback").put("blockReason", "PROHIBITED_CONTENT");
    if (body.path("usageMetadata") instanceof ObjectNode used) {
      used.remove("candidatesTokenCount");
      used.remove("thoughtsTokenCount");
      used.set("totalTokenCount", used.path("promptTokenCount"));
    }
  }

  private static ArrayNode parts(ObjectNode body) {
    return (ArrayNode) body.at("/candidates/0/content/parts");
  }

  private static void callTool(ObjectNode body, String tool, String arguments) {
    ArrayNode parts = parts(body);
    parts.removeAll();
    ObjectNode call = parts.addObject().putObject("functionCall").put("name", tool);
    call.set("args", WireJson.node(arguments));
  }

  @Override
  public WireErrors errors() {
    return new GeminiErrors();
  }

  @Override
  public WireStream stream() {
    return new GeminiStream();
  }
}
