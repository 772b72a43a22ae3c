package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes JSON the way the file was written before, so that a change shows as one. */
final class Layout {
  private static final Pattern FIRST = Pattern.compile("\\A\\s*\\{\\r?\\n([ \\t]+)\"");

  private Layout() {}

  /** Returns the value, indented like the text that it replaces. */
  static String like(String before, JsonNode value) {
    Matcher first = FIRST.matcher(before);
    boolean isIndented = first.find();
    String text =
        isIndented || before.isBlank()
            ? Json.indented(value, isIndented ? first.group(1) : "  ")
            : new String(Json.bytes(value), StandardCharsets.UTF_8);
    return before.isBlank() || before.endsWith("\n") ? text + "\n" : text;
  }
}
