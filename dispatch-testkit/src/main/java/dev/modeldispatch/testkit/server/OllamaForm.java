package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Ollama's own chat, which is streamed unless the request says otherwise. */
final class OllamaForm implements WireForm {
  private static final String CREATED = "2026-01-01T00:00:00.123456789Z";

  @Override
  public Dialect dialect() {
    return Dialect.OLLAMA;
  }

  @Override
  public boolean owns(HttpRequest request) {
    return request.path().startsWith("/api/");
  }

  @Override
  public boolean isPrompt(HttpRequest request) {
    return request.method().equals("POST") && request.path().equals("/api/chat");
  }

  @Override
  public boolean isModelList(HttpRequest request) {
    return request.method().equals("GET") && request.path().equals("/api/tags");
  }

  @Override
  public Optional<String> modelOf(HttpRequest request) {
    return WireJson.text(request, "model");
  }

  @Override
  public WireAnswer answer(String model, Said said) {
    ObjectNode body = response(model, said.usage());
    message(body).put("content", said.text());
    if (!said.reasoning().isEmpty()) {
      message(body).put("thinking", said.reasoning());
    }
    return json(body);
  }

  @Override
  public WireAnswer toolCall(String model, String tool, String arguments, Usage usage) {
    ObjectNode body = response(model, usage);
    callTool(body, tool, arguments);
    return json(body);
  }

  private static WireAnswer json(ObjectNode body) {
    return WireAnswer.of(200, "application/json; charset=utf-8", body.toString());
  }

  private static ObjectNode response(String model, Usage usage) {
    ObjectNode body = WireJson.object().put("model", model).put("created_at", CREATED);
    body.putObject("message").put("role", "assistant").put("content", "");
    body.put("done", true).put("done_reason", "stop");
    body.put("total_duration", 174_560_334L).put("load_duration", 101_397_084L);
    body.put("prompt_eval_count", usage.inputTokens()).put("prompt_eval_duration", 13_074_791L);
    body.put("eval_count", usage.outputTokens()).put("eval_duration", 52_479_709L);
    return body;
  }

  private static ObjectNode message(ObjectNode body) {
    return (ObjectNode) body.path("message");
  }

  @Override
  public WireAnswer models(Collection<String> names, HttpRequest request) {
    ObjectNode body = WireJson.object();
    var models = body.putArray("models");
    for (String name : names) {
      ObjectNode model = models.addObject().put("name", name).put("model", name);
      model.put("modified_at", "2026-01-01T00:00:00.123456789Z").put("size", 3_338_801_804L);
      model.put("digest", "0123456789abcdef".repeat(4));
      model
          .putObject("details")
          .put("parent_model", "")
          .put("format", "gguf")
          .put("family", "testkit")
          .put("parameter_size", "4.3B")
          .put("quantization_level", "Q4_K_M");
    }
    return json(body);
  }

  /** It has no rules about content, and no word for a context that is full. */
  @Override
  public Set<Oddity> oddities() {
    return EnumSet.of(
        Oddity.EMPTY_TEXT,
        Oddity.JSON_IN_FENCES,
        Oddity.MISSING_USAGE,
        Oddity.NO_CHOICE,
        Oddity.FINISH_LENGTH,
        Oddity.FINISH_MISSING,
        Oddity.ERROR_INSIDE_OK,
        Oddity.TOOL_CALL);
  }

  @Override
  public WireAnswer odd(Oddity oddity, WireAnswer answer) {
    ObjectNode body = WireJson.of(answer);
    ObjectNode message = message(body);
    switch (oddity) {
      case EMPTY_TEXT -> message.put("content", "");
      case JSON_IN_FENCES ->
          message.put("content", WireJson.fenced(message.path("content").asText()));
      case MISSING_USAGE -> body.remove(Set.of("prompt_eval_count", "eval_count"));
      case NO_CHOICE -> body.remove("message");
      case FINISH_LENGTH -> body.put("done_reason", "length");
      case FINISH_MISSING -> body.remove("done_reason");
      case ERROR_INSIDE_OK -> body = WireJson.object(errors().insideOk());
      case TOOL_CALL -> callTool(body, "shell", "{}");
      default -> throw oddity.unknownTo(this);
    }
    return answer.body(body.toString());
  }

  private static void callTool(ObjectNode body, String tool, String arguments) {
    ObjectNode call = message(body).put("content", "").putArray("tool_calls").addObject();
    call.putObject("function").put("name", tool).set("arguments", WireJson.node(arguments));
  }

  @Override
  public WireErrors errors() {
    return new OllamaErrors();
  }

  @Override
  public WireStream stream() {
    return new OllamaStream();
  }
}
