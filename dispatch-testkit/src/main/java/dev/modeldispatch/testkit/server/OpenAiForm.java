package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The chat completions of OpenAI, streamed or not, and of the many who talk like it. */
final class OpenAiForm implements WireForm {
  private static final long CREATED = 1_767_225_600;

  private final AtomicLong ids = new AtomicLong();

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI;
  }

  @Override
  public boolean owns(HttpRequest request) {
    return isPrompt(request) || isModelList(request);
  }

  @Override
  public boolean isPrompt(HttpRequest request) {
    return request.method().equals("POST") && request.path().equals("/v1/chat/completions");
  }

  @Override
  public boolean isModelList(HttpRequest request) {
    return request.method().equals("GET")
        && request.path().equals("/v1/models")
        && !AnthropicForm.isMarked(request);
  }

  @Override
  public Optional<String> modelOf(HttpRequest request) {
    return WireJson.text(request, "model");
  }

  @Override
  public WireAnswer answer(String model, Said said) {
    ObjectNode body = completion(model, said.text(), said.usage());
    if (!said.reasoning().isEmpty()) {
      message(body).put("reasoning_content", said.reasoning());
    }
    return WireAnswer.json(200, body.toString());
  }

  @Override
  public WireAnswer toolCall(String model, String tool, String arguments, Usage usage) {
    ObjectNode body = completion(model, "", usage);
    callTool((ObjectNode) body.path("choices").path(0), tool, arguments);
    return WireAnswer.json(200, body.toString());
  }

  private static ObjectNode message(ObjectNode body) {
    return (ObjectNode) body.path("choices").path(0).path("message");
  }

  private ObjectNode completion(String model, String text, Usage usage) {
    ObjectNode body = WireJson.object();
    body.put("id", "chatcmpl-" + ids.incrementAndGet()).put("object", "chat.completion");
    body.put("created", CREATED).put("model", model);
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", text)
        .putNull("refusal")
        .putArray("annotations");
    choice.putNull("logprobs").put("finish_reason", "stop");
    ObjectNode used = body.putObject("usage");
    used.put("prompt_tokens", usage.inputTokens());
    used.put("completion_tokens", usage.outputTokens());
    used.put("total_tokens", usage.totalTokens());
    used.putObject("prompt_tokens_details").put("cached_tokens", usage.cacheReadTokens());
    used.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
    usage.costUsd().ifPresent(cost -> used.put("cost", cost));
    return body;
  }

  @Override
  public WireAnswer models(Collection<String> names, HttpRequest request) {
    ObjectNode body = WireJson.object().put("object", "list");
    var data = body.putArray("data");
    for (String name : names) {
      data.addObject()
          .put("id", name)
          .put("object", "model")
          .put("created", CREATED)
          .put("owned_by", "testkit");
    }
    return WireAnswer.json(200, body.toString());
  }

  @Override
  public Set<Oddity> oddities() {
    return EnumSet.complementOf(
        EnumSet.of(Oddity.CONTEXT_FULL, Oddity.PAUSED, Oddity.PROMPT_BLOCKED));
  }

  @Override
  public WireAnswer odd(Oddity oddity, WireAnswer answer) {
    ObjectNode body = WireJson.of(answer);
    ObjectNode choice = (ObjectNode) body.path("choices").path(0);
    ObjectNode message = (ObjectNode) choice.path("message");
    switch (oddity) {
      case EMPTY_TEXT -> message.put("content", "");
      case NULL_TEXT -> message.putNull("content");
      case JSON_IN_FENCES ->
          message.put("content", WireJson.fenced(message.path("content").asText()));
      case MISSING_USAGE -> body.remove("usage");
      case NO_CHOICE -> body.putArray("choices");
      case FINISH_LENGTH -> choice.put("finish_reason", "length");
      case FINISH_FILTER -> choice.put("finish_reason", "content_filter");
      case FINISH_MISSING -> choice.putNull("finish_reason");
      case REFUSAL -> message.put("refusal", "I cannot help with that.").putNull("content");
      case ERROR_INSIDE_OK -> body = WireJson.object(errors().insideOk());
      case TOOL_CALL -> callTool(choice, "shell", "{}");
      default -> throw oddity.unknownTo(this);
    }
    return answer.body(body.toString());
  }

  private static void callTool(ObjectNode choice, String tool, String arguments) {
    var message = (ObjectNode) choice.path("message");
    choice.put("finish_reason", "tool_calls");
    message.putNull("content");
    ObjectNode call = message.putArray("tool_calls").addObject();
    call.put("id", "call_1").put("type", "function");
    call.putObject("function").put("name", tool).put("arguments", arguments);
  }

  @Override
  public WireErrors errors() {
    return new OpenAiErrors();
  }

  @Override
  public WireStream stream() {
    return new OpenAiStream();
  }
}
