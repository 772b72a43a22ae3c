package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A response as a stream of responses: each has a piece of the text and what was used so far, the
 * last one has the reason of the end; nothing else marks it. Lines end with CRLF. Without {@code
 * alt=sse} it is one JSON array, which comes as a whole.
 */
final class GeminiStream implements WireStream {
  @Override
  public boolean isAskedFor(HttpRequest request) {
    return request.plainPath().endsWith(":streamGenerateContent");
  }

  @Override
  public WireAnswer of(ObjectNode whole, HttpRequest request) {
    var events = events(whole);
    if (request.query("alt").filter("sse"::equals).isEmpty()) {
      return WireAnswer.json(200, events.toString());
    }
    var written = new StringBuilder();
    events.forEach(event -> written.append("data: ").append(event).append("\r\n\r\n"));
    return WireAnswer.of(200, "text/event-stream", written.toString());
  }

  private static List<ObjectNode> events(ObjectNode whole) {
    var pieces = pieces(whole.at("/candidates/0/content/parts"));
    if (pieces.size() < 2) {
      return List.of(whole);
    }
    var events = new ArrayList<ObjectNode>();
    for (ObjectNode piece : pieces) {
      boolean last = events.size() == pieces.size() - 1;
      events.add(event(whole, piece, last));
    }
    return events;
  }

  private static List<ObjectNode> pieces(JsonNode parts) {
    var pieces = new ArrayList<ObjectNode>();
    for (JsonNode part : parts) {
      if (part.has("text")) {
        for (String piece : WireJson.pieces(part.path("text").asText())) {
          pieces.add(((ObjectNode) part.deepCopy()).put("text", piece));
        }
      } else {
        pieces.add(part.deepCopy());
      }
    }
    return pieces;
  }

  private static ObjectNode event(ObjectNode whole, ObjectNode piece, boolean last) {
    ObjectNode event = whole.deepCopy();
    var parts = (ArrayNode) event.at("/candidates/0/content/parts");
    parts.removeAll().add(piece);
    if (!last) {
      ((ObjectNode) event.at("/candidates/0")).remove("finishReason");
      if (event.path("usageMetadata") instanceof ObjectNode used) {
        used.remove("candidatesTokenCount");
        used.set("totalTokenCount", used.path("promptTokenCount"));
      }
    }
    return event;
  }

  @Override
  public boolean carriesText(JsonNode event) {
    for (JsonNode part : event.at("/candidates/0/content/parts")) {
      if (!part.path("thought").asBoolean() && !part.path("text").asText("").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Bytes error(String body) {
    return Bytes.of("data: " + body + "\r\n\r\n");
  }

  @Override
  public Bytes malformed() {
    return Bytes.of("data: {\"candidates\": [\r\n\r\n");
  }

  @Override
  public Bytes keepAlive() {
    return Bytes.of(":\r\n\r\n");
  }

  @Override
  public boolean marksItsEnd() {
    return false;
  }
}
