package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.Misuse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, with the lines. No value of the file is ever quoted. */
final class Problems {
  private final String file;
  private final Places places;
  private final List<Problem> problems = new ArrayList<>();

  /** One problem. */
  private record Problem(int line, String text) {}

  Problems(String file, Places places) {
    this.file = file;
    this.places = places;
  }

  /** Notes what is wrong with the value at this pointer. */
  void add(String pointer, String what) {
    String path = pointer.isEmpty() ? "" : path(pointer) + ": ";
    problems.add(new Problem(places.line(pointer), path + what));
  }

  /** The names of the fields down to it; they can hold anything. */
  private static String path(String pointer) {
    return Misuse.quote(pointer.substring(1).replace('/', '.'));
  }

  /** Notes what the library says against the value at this pointer. */
  void add(String pointer, IllegalArgumentException thrown) {
    add(pointer, String.valueOf(thrown.getMessage()));
  }

  boolean isFine() {
    return problems.isEmpty();
  }

  /** Throws with all problems in the order of the lines, if there are any. */
  void orThrow() throws BadConfiguration {
    if (!isFine()) {
      throw new BadConfiguration(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(problem -> file + ":" + problem.line() + ": " + problem.text())
              .toList());
    }
  }
}
