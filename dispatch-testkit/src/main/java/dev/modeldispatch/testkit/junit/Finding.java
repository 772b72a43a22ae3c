package dev.modeldispatch.testkit.junit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that a check found.
 *
 * @param check which check
 * @param where at which server
 * @param what what is there
 */
record Finding(Check check, String where, String what) {
  private static final int SHOWN = 10;

  /** Fails if anything was found: what is there and what to do, one paragraph for each check. */
  static void failOn(List<Finding> found) {
    if (!found.isEmpty()) {
      throw new AssertionError(
          Stream.of(Check.values())
              .map(check -> found.stream().filter(f -> f.check == check).toList())
              .filter(some -> !some.isEmpty())
              .map(Finding::paragraph)
              .collect(Collectors.joining("\n")));
    }
  }

  private static String paragraph(List<Finding> found) {
    var check = found.get(0).check;
    var lines = found.stream().limit(SHOWN).map(Finding::toString).collect(Collectors.joining());
    int more = found.size() - SHOWN;
    return "The test left "
        + check.title()
        + ":"
        + lines
        + (more > 0 ? "\n  and " + more + " more" : "")
        + "\n"
        + check.remedy();
  }

  @Override
  public String toString() {
    return "\n  " + where + ": " + what;
  }
}
