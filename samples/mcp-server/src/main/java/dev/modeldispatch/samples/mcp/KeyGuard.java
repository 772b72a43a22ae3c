package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Keeps keys out of the file: by the names of fields, and by the forms that keys have. */
final class KeyGuard {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)key|.*(api|access|auth)[-_]?key|.*(secret|token|password|passwd|bearer"
              + "|authorization|credentials?)");
  private static final Pattern VALUE =
      Pattern.compile("\\b((sk|pk|xai)-|gsk_|ghp_|AIza|Bearer )[A-Za-z0-9_-]{12,}");
  private static final String WHY =
      "a key does not belong in this file, which others read and which ends up in a repository;"
          + " put it into an environment variable, and name that one here as ";

  private KeyGuard() {}

  /** {@return whether a field of this name would hold a key} */
  static boolean isKeyName(String field) {
    return NAME.matcher(field).matches();
  }

  /** Notes all fields below that look like a key. Names in the routes are the user's own. */
  static void check(JsonNode node, String pointer, Problems problems) {
    if (node.isTextual() && VALUE.matcher(node.textValue()).find()) {
      problems.add(pointer, WHY + "keyEnv");
    }
    node.properties()
        .forEach(
            field -> {
              String below = Section.at(pointer, field.getKey());
              boolean named = isKeyName(field.getKey()) && !below.startsWith("/routes/");
              if (named && field.getValue().isValueNode()) {
                problems.add(below, WHY + "keyEnv or passwordEnv");
              } else {
                check(field.getValue(), below, problems);
              }
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      check(node.path(i), pointer + "/" + i, problems);
    }
  }
}
