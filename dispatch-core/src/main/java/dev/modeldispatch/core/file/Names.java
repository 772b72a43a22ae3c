package dev.modeldispatch.core.file;

import dev.modeldispatch.Misuse;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which names may become a file's or a folder's. What passes is the same file on every system, and
 * cannot leave its folder.
 */
final class Names {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|conin|conout|clock|com[0-9]|lpt[0-9])(\\..*)?");

  /** What stands in a suite's folder besides its cases. */
  private static final Pattern OURS =
      Pattern.compile(
          "(?i)(batch-manifest(\\.\\d+)?|budget-status|token-report)\\.json|briefing\\.md");

  private Names() {}

  /** Returns what is wrong with the name; empty if nothing is. */
  static Optional<String> problem(String name) {
    if (!ID.matcher(name).matches()) {
      return Optional.of(
          Misuse.quote(name)
              + " is not an id; use 1 to 100 letters, digits, '.', '_', '-', and begin with a"
              + " letter or digit");
    }
    if (name.endsWith(".")) {
      return Optional.of(Misuse.quote(name) + " ends with a dot; leave the dot away");
    }
    if (DEVICE.matcher(name).matches()) {
      return Optional.of(Misuse.quote(name) + " is a device on Windows; take another id");
    }
    return Optional.empty();
  }

  /** Returns what is wrong with the id of a case; empty if nothing is. */
  static Optional<String> caseProblem(String id) {
    return OURS.matcher(id).matches()
        ? Optional.of(Misuse.quote(id) + " is a file of the suite's folder; take another case id")
        : problem(id);
  }

  /** Returns what two names have in common that are one file where case does not count. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
