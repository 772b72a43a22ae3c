package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which texts can be task ids: they become file names, branch names and arguments. */
final class SafeId {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern DEVICE =
      Pattern.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\..*)?");

  private SafeId() {}

  /** Returns what is wrong with the id, in words that name the valid choice; empty if nothing. */
  static Optional<String> problem(String id) {
    if (!SHAPE.matcher(id).matches()) {
      return Optional.of(
          Misuse.quote(id)
              + " is not a task id; use 1 to 100 letters, digits, '.', '_', '-',"
              + " the first a letter or digit");
    }
    if (id.endsWith(".")) {
      return Optional.of(Misuse.quote(id) + " is not a task id: it ends with a dot");
    }
    return DEVICE.matcher(folded(id)).matches()
        ? Optional.of(Misuse.quote(id) + " is not a task id: some systems take it for a device")
        : Optional.empty();
  }

  /** Returns the id as a file system sees it that ignores case. */
  static String folded(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
