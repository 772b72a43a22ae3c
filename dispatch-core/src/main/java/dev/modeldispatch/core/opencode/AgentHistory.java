package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Usage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a session's messages tell of the past. */
final class AgentHistory {
  private static final Set<String> WRITERS =
      Set.of("write", "edit", "multiedit", "patch", "apply_patch");

  private AgentHistory() {}

  /** The sum of what its messages used; of those without numbers nobody knows. */
  static Usage usage(JsonNode messages) {
    Usage sum = Usage.none();
    for (JsonNode message : messages) {
      JsonNode info = message.path("info");
      if (info.path("role").asText("").equals("assistant") && info.path("time").has("completed")) {
        sum = sum.plus(MessageReader.usage(info));
      }
    }
    return sum;
  }

  /** The session's own sum, which newer servers keep: its tokens are those of all its steps. */
  static Optional<Usage> ownSum(JsonNode session) {
    return session.path("tokens").isObject()
        ? Optional.of(MessageReader.usage(session))
        : Optional.empty();
  }

  /** The files that completed tool calls wrote, as the tools name them; a shell's are unknown. */
  static Set<String> writes(JsonNode messages, String directory) {
    Set<String> files = new LinkedHashSet<>();
    for (JsonNode message : messages) {
      for (JsonNode part : message.path("parts")) {
        JsonNode state = part.path("state");
        if (part.path("type").asText("").equals("tool")
            && WRITERS.contains(part.path("tool").asText(""))
            && state.path("status").asText("").equals("completed")) {
          named(state).forEach(file -> files.add(within(directory, file)));
        }
      }
    }
    return files;
  }

  private static List<String> named(JsonNode state) {
    Set<String> names = new LinkedHashSet<>();
    names.add(state.path("metadata").path("filepath").asText(""));
    names.add(state.path("metadata").path("filediff").path("file").asText(""));
    for (JsonNode file : state.path("metadata").path("files")) {
      names.add(file.path("filePath").asText(""));
      names.add(file.path("movePath").asText(""));
    }
    names.remove("");
    return names.isEmpty()
        ? state.path("input").path("filePath").isTextual()
            ? List.of(state.path("input").path("filePath").asText())
            : List.of()
        : List.copyOf(names);
  }

  private static String within(String directory, String file) {
    try {
      Path base = Path.of(directory);
      Path full = base.resolve(file).normalize();
      return full.startsWith(base)
          ? base.relativize(full).toString().replace('\\', '/')
          : full.toString();
    } catch (InvalidPathException e) {
      return file;
    }
  }
}
