package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Anthropic's messages, streamed or not. */
final class AnthropicForm implements WireForm {
  private static final int PAGE = 20;

  private final AtomicLong ids = new AtomicLong();

  /** Says whether the request has the headers that Anthropic alone wants. */
  static boolean isMarked(HttpRequest request) {
    return request.header("anthropic-version").isPresent()
        || request.header("x-api-key").isPresent();
  }

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public boolean owns(HttpRequest request) {
    return isPrompt(request) || (isMarked(request) && request.path().startsWith("/v1/"));
  }

  @Override
  public boolean isPrompt(HttpRequest request) {
    return request.method().equals("POST") && request.plainPath().equals("/v1/messages");
  }

  @Override
  public boolean isModelList(HttpRequest request) {
    return request.method().equals("GET")
        && request.plainPath().equals("/v1/models")
        && isMarked(request);
  }

  @Override
  public Optional<String> modelOf(HttpRequest request) {
    return WireJson.text(request, "model");
  }

  @Override
  public WireAnswer answer(String model, Said said) {
    ObjectNode body = message(model, said.usage());
    var content = (ArrayNode) body.path("content");
    if (!said.reasoning().isEmpty()) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", said.reasoning())
          .put("signature", "c2lnbmVkIGJ5IHRoZSB0ZXN0a2l0");
    }
    content.addObject().put("type", "text").put("text", said.text());
    return WireAnswer.json(200, body.toString());
  }

  @Override
  public WireAnswer toolCall(String model, String tool, String arguments, Usage usage) {
    ObjectNode body = message(model, usage);
    callTool(body, tool, arguments);
    return WireAnswer.json(200, body.toString());
  }

  private ObjectNode message(String model, Usage usage) {
    ObjectNode body = WireJson.object();
    body.put("id", "msg_" + ids.incrementAndGet()).put("type", "message").put("role", "assistant");
    body.put("model", model).putArray("content");
    body.put("stop_reason", "end_turn").putNull("stop_sequence");
    long cached = usage.cacheReadTokens() + usage.cacheWriteTokens();
    body.putObject("usage")
        .put("input_tokens", usage.inputTokens() - cached)
        .put("cache_creation_input_tokens", usage.cacheWriteTokens())
        .put("cache_read_input_tokens", usage.cacheReadTokens())
        .put("output_tokens", usage.outputTokens())
        .put("service_tier", "standard");
    return body;
  }

  @Override
  public WireAnswer models(Collection<String> names, HttpRequest request) {
    var all = List.copyOf(names);
    int limit = request.query("limit").map(Integer::parseInt).orElse(PAGE);
    int from = request.query("after_id").map(id -> all.indexOf(id) + 1).orElse(0);
    var page = all.subList(from, Math.min(all.size(), from + limit));
    ObjectNode body = WireJson.object();
    var data = body.putArray("data");
    for (String name : page) {
      data.addObject()
          .put("type", "model")
          .put("id", name)
          .put("display_name", name)
          .put("created_at", "2026-01-01T00:00:00Z");
    }
    body.put("has_more", from + page.size() < all.size());
    body.put("first_id", page.isEmpty() ? null : page.get(0));
    body.put("last_id", page.isEmpty() ? null : page.get(page.size() - 1));
    return WireAnswer.json(200, body.toString());
  }

  @Override
  public Set<Oddity> oddities() {
    return EnumSet.complementOf(EnumSet.of(Oddity.PROMPT_BLOCKED));
  }

  @Override
  public WireAnswer odd(Oddity oddity, WireAnswer answer) {
    ObjectNode body = WireJson.of(answer);
    var content = (ArrayNode) body.path("content");
    var text = (ObjectNode) content.path(content.size() - 1);
    switch (oddity) {
      case EMPTY_TEXT -> text.put("text", "");
      case NULL_TEXT -> content.removeAll();
      case JSON_IN_FENCES -> text.put("text", WireJson.fenced(text.path("text").asText()));
      case MISSING_USAGE -> body.remove("usage");
      case NO_CHOICE -> body.remove("content");
      case FINISH_LENGTH -> body.put("stop_reason", "max_tokens");
      case FINISH_FILTER -> body.put("stop_reason", "refusal");
      case FINISH_MISSING -> body.putNull("stop_reason");
      case CONTEXT_FULL -> body.put("stop_reason", "model_context_window_exceeded");
      case PAUSED -> body.put("stop_reason", "pause_turn");
      case REFUSAL -> body.put("stop_reason", "refusal").putArray("content");
      case ERROR_INSIDE_OK -> body = WireJson.object(errors().insideOk());
      case TOOL_CALL -> callTool(body, "shell", "{}");
      default -> throw oddity.unknownTo(this);
    }
    return answer.body(body.toString());
  }

  private static void callTool(ObjectNode body, String tool, String arguments) {
    body.put("stop_reason", "tool_use");
    ObjectNode call = body.putArray("content").addObject();
    call.put("type", "tool_use").put("id", "toolu_1").put("name", tool);
    call.set("input", WireJson.node(arguments));
  }

  @Override
  public WireErrors errors() {
    return new AnthropicErrors();
  }

  @Override
  public WireStream stream() {
    return new AnthropicStream();
  }
}
