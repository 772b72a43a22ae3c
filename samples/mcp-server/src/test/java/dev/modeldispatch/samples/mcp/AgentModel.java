package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The model behind an agent, scripted, at a server that speaks like OpenAI: it calls the tool whose
 * name ends like this, and then says what it got.
 */
final class AgentModel implements AutoCloseable {
  private final HttpServer server;
  private final String tool;
  private final String arguments;
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  AgentModel(String tool, String arguments) throws IOException {
    this.tool = tool;
    this.arguments = arguments;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** {@return what it was asked, in order} */
  List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  /** Returns the names of the tools that a request offers. */
  static List<String> tools(JsonNode request) {
    return StreamSupport.stream(request.path("tools").spliterator(), false)
        .map(offered -> offered.path("function").path("name").asText())
        .toList();
  }

  /** Returns what tools have said, as a request holds it. */
  static String toolReplies(JsonNode request) {
    return StreamSupport.stream(request.path("messages").spliterator(), false)
        .filter(message -> message.path("role").asText().equals("tool"))
        .map(message -> message.path("content"))
        .map(content -> content.isTextual() ? content.textValue() : content.toString())
        .collect(Collectors.joining("\n"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = Messages.JSON.readTree(exchange.getRequestBody());
    requests.add(request);
    byte[] body = stream(reply(request)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private ObjectNode reply(JsonNode request) {
    ObjectNode delta = Messages.JSON.createObjectNode().put("role", "assistant");
    String got = toolReplies(request);
    if (!got.isEmpty()) {
      return delta.put("content", "The models were asked: " + summary(got));
    }
    var named = tools(request).stream().filter(name -> name.endsWith(tool)).findFirst();
    if (named.isEmpty()) {
      return delta.put("content", "There is no tool " + tool + ".");
    }
    ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0).put("id", "call_1");
    call.put("type", "function")
        .putObject("function")
        .put("name", named.get())
        .put("arguments", arguments);
    return delta;
  }

  private static String summary(String report) {
    return report
        .lines()
        .filter(line -> line.startsWith("Success: "))
        .findFirst()
        .orElse("nobody answered");
  }

  private static String stream(ObjectNode delta) {
    String reason = delta.has("tool_calls") ? "tool_calls" : "stop";
    return event(delta, null)
        + event(Messages.JSON.createObjectNode(), reason)
        + "data: [DONE]\n\n";
  }

  private static String event(ObjectNode delta, @Nullable String reason) {
    ObjectNode chunk = Messages.JSON.createObjectNode().put("id", "c-1").put("model", "agent");
    chunk.put("object", "chat.completion.chunk").put("created", 1);
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", reason);
    if (reason != null) {
      chunk.putObject("usage").put("prompt_tokens", 9).put("completion_tokens", 9);
    }
    return "data: " + chunk + "\n\n";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
