package dev.modeldispatch.core.aimock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which fields replies have, and of which type; those of a stream by the kind of the event. */
final class Shape {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> fields = new TreeSet<>();

  /** Adds the fields of a reply: of a JSON body, or of each event of a stream. */
  void add(String what, String reply) throws JsonProcessingException {
    for (String line : reply.lines().toList()) {
      String json = line.startsWith("data: ") ? line.substring("data: ".length()) : line;
      if (json.startsWith("{")) {
        JsonNode node = JSON.readTree(json);
        add(what + (what.equals("streamed") ? kind(node) : ""), node);
      }
    }
  }

  private static String kind(JsonNode event) {
    String type = event.path("type").asText();
    return type.isEmpty() ? "" : " " + type;
  }

  private void add(String at, JsonNode node) {
    if (node.isObject()) {
      node.properties().forEach(field -> add(at + "/" + field.getKey(), field.getValue()));
    } else if (node.isArray() && !node.isEmpty()) {
      node.forEach(item -> add(at + "/*", item));
    } else {
      fields.add(at + " " + node.getNodeType().name().toLowerCase(Locale.ROOT));
    }
  }

  Set<String> common(Shape other) {
    var common = new TreeSet<>(fields);
    common.retainAll(other.fields);
    return common;
  }

  /** Returns what only the other has, with {@code -}, and then what only this has. */
  List<String> differences(Shape other) {
    return Stream.concat(
            other.fields.stream().filter(f -> !fields.contains(f)).map(f -> "- " + f),
            fields.stream().filter(f -> !other.fields.contains(f)).map(f -> "+ " + f))
        .toList();
  }
}
