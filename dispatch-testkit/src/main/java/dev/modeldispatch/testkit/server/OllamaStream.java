package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A response as lines of JSON: each has a piece of the text, the last one is done and has the
 * counts. Nothing else marks the end.
 */
final class OllamaStream implements WireStream {
  private static final Set<String> OF_EACH = Set.of("model", "created_at", "message", "done");

  @Override
  public boolean isAskedFor(HttpRequest request) {
    return WireJson.of(request).path("stream").asBoolean(true);
  }

  @Override
  public WireAnswer of(ObjectNode whole, HttpRequest request) {
    var lines = new StringBuilder();
    JsonNode message = whole.path("message");
    for (String field : new String[] {"thinking", "content"}) {
      for (String piece : WireJson.pieces(message.path(field).asText(""))) {
        ObjectNode said = WireJson.object().put("role", "assistant").put("content", "");
        lines.append(line(whole, said.put(field, piece))).append('\n');
      }
    }
    if (message.has("tool_calls")) {
      lines.append(line(whole, message)).append('\n');
    }
    lines.append(last(whole)).append('\n');
    return WireAnswer.of(200, WireAnswer.LINES, lines.toString());
  }

  private static ObjectNode line(ObjectNode whole, JsonNode message) {
    ObjectNode line = whole.deepCopy().retain(OF_EACH).put("done", false);
    line.set("message", message);
    return line;
  }

  private static ObjectNode last(ObjectNode whole) {
    ObjectNode last = whole.deepCopy();
    if (last.has("message")) {
      last.putObject("message").put("role", "assistant").put("content", "");
    }
    return last;
  }

  @Override
  public boolean carriesText(JsonNode event) {
    return !event.at("/message/content").asText("").isEmpty();
  }

  @Override
  public Bytes error(String body) {
    return Bytes.of(body + "\n");
  }

  @Override
  public Bytes malformed() {
    return Bytes.of("{\"model\": \n");
  }

  /** It has no comments. */
  @Override
  public Bytes keepAlive() {
    return Bytes.of("\n");
  }

  @Override
  public boolean marksItsEnd() {
    return false;
  }
}
