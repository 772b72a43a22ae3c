package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One field of one project file gets a value; all others stay as they are. Doing it twice is doing
 * it once.
 *
 * @param file the file, by its path inside {@code .project/}
 * @param path the names that lead to the field
 * @param value the value; a missing one takes the field away
 */
record Edit(String file, List<String> path, JsonNode value) {
  private static final Pattern FILE =
      Pattern.compile("(?:task-index|state|tasks/[A-Za-z0-9][A-Za-z0-9._-]{0,99})\\.json");

  static Edit set(String file, JsonNode value, String... path) {
    return new Edit(file, List.of(path), value);
  }

  static Edit set(String file, String value, String... path) {
    return set(file, TextNode.valueOf(value), path);
  }

  static Edit drop(String file, String... path) {
    return set(file, MissingNode.getInstance(), path);
  }

  void apply(ObjectNode root) {
    ObjectNode node = root;
    for (String name : path.subList(0, path.size() - 1)) {
      JsonNode next = node.path(name);
      node = next instanceof ObjectNode object ? object : node.putObject(name);
    }
    String last = path.get(path.size() - 1);
    if (value.isMissingNode()) {
      node.remove(last);
    } else {
      node.set(last, value);
    }
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("file", file);
    path.forEach(json.putArray("path")::add);
    if (!value.isMissingNode()) {
      json.set("value", value);
    }
    return json;
  }

  /** Reads an edit back; a file that is not the project's is refused. */
  static Edit of(JsonNode json) {
    String file = json.path("file").asText();
    List<String> path = new ArrayList<>();
    json.path("path").forEach(name -> path.add(name.asText()));
    if (!FILE.matcher(file).matches() || path.isEmpty()) {
      throw new WorkspaceException(
          "the note of a half-done step names " + Misuse.quote(file) + "; delete the note");
    }
    return new Edit(file, path, json.path("value"));
  }
}
