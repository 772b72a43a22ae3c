package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a client says, a line for each message. */
final class Messages {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private Messages() {}

  static String initialize(int id) {
    ObjectNode request = request(id, "initialize");
    request
        .putObject("params")
        .put("protocolVersion", "2025-06-18")
        .set("capabilities", JSON.createObjectNode());
    request.withObject("/params/clientInfo").put("name", "test").put("version", "1");
    return request.toString();
  }

  static ObjectNode request(int id, String method) {
    return JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
  }

  /** A call of {@code batch-dispatch} to these models of the provider {@code local}. */
  static ObjectNode batch(int id, String prompt, List<String> models) {
    ObjectNode request = request(id, "tools/call");
    ObjectNode arguments =
        request.putObject("params").put("name", "batch-dispatch").putObject("arguments");
    arguments.put("prompt", prompt);
    var named = arguments.putArray("models");
    models.forEach(model -> named.addObject().put("provider", "local").put("model", model));
    return request;
  }

  static String call(int id, String tool, String arguments) throws JsonProcessingException {
    ObjectNode request = request(id, "tools/call");
    request.putObject("params").put("name", tool).set("arguments", JSON.readTree(arguments));
    return request.toString();
  }

  static String cancel(int id) {
    ObjectNode told =
        JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
    told.putObject("params").put("requestId", id).put("reason", "enough");
    return told.toString();
  }

  /** A notification that no server knows. */
  static String unknown(String text) {
    ObjectNode told = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "odd/news");
    told.putObject("params").put("text", text);
    return told.toString();
  }

  /** A configuration with the server at this address as the provider {@code local}. */
  static String configuration(Object baseUri) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("providers")
        .putObject("local")
        .put("preset", "openai-compatible")
        .put("baseUrl", baseUri.toString());
    return root.toPrettyString();
  }
}
