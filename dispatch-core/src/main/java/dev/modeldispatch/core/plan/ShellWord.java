package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.internal.OneLine;
import java.util.regex.Pattern;

/** A path as a POSIX shell takes it for one word, whatever it holds. */
final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._][A-Za-z0-9/._@%+=:,-]*");

  private ShellWord() {}

  static String of(String path) {
    String line = OneLine.of(path);
    if (PLAIN.matcher(line).matches()) {
      return line;
    }
    String word = "'" + line.replace("'", "'\\''") + "'";
    return line.startsWith("-") ? "./" + word : word;
  }
}
