package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.core.internal.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The todo files of a workspace, {@code .pi/todos/ID.md}: a head that holds a status, as a JSON
 * object or between lines of dashes, and a text. Of a file that is closed all but the status stays.
 */
record TodoFiles(Path root) {
  private static final Pattern DASHED =
      Pattern.compile("\\A---\\R(?s:.*?)^(status:[ \\t]*)([^\\r\\n]*)", Pattern.MULTILINE);
  private static final Pattern DASHED_HEAD =
      Pattern.compile("\\A---\\R(?s:.*?)^---[ \\t]*$", Pattern.MULTILINE);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Marks a todo as closed; returns why it cannot be, unless it is. */
  Optional<String> close(String id) {
    Path file = root.resolve(".pi/todos").resolve(id + ".md");
    try {
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        return Optional.of("todo " + id + " leads out of the workspace; it is left as it is");
      }
      String text = Files.readString(file);
      Optional<String> closed = text.startsWith("{") ? json(text) : dashed(text);
      if (closed.isEmpty()) {
        return Optional.of("todo " + id + " has no status; it is left as it is");
      }
      if (!closed.get().equals(text)) {
        AtomicFiles.write(file, closed.get().getBytes(StandardCharsets.UTF_8));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("todo " + id + " cannot be closed: " + e.getClass().getSimpleName());
    }
  }

  /** Replaces the status of the object that the text begins with, and nothing else. */
  private static Optional<String> json(String text) throws IOException {
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int depth = parser.getParsingContext().getNestingDepth();
        if (token == JsonToken.END_OBJECT && depth == 0) {
          return Optional.empty();
        }
        if (token == JsonToken.FIELD_NAME && depth == 1 && parser.currentName().equals("status")) {
          parser.nextToken();
          int from = (int) parser.currentTokenLocation().getCharOffset();
          parser.finishToken();
          int to = (int) parser.currentLocation().getCharOffset();
          return Optional.of(text.substring(0, from) + "\"closed\"" + text.substring(to));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> dashed(String text) {
    Matcher head = DASHED_HEAD.matcher(text);
    Matcher status = DASHED.matcher(text);
    return head.find() && status.find() && status.end() <= head.end()
        ? Optional.of(text.substring(0, status.start(2)) + "closed" + text.substring(status.end(2)))
        : Optional.empty();
  }
}
