package dev.modeldispatch.samples.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the command line asks for.
 *
 * @param names which measurements
 * @param opencode the path of the opencode binary, if one is given
 * @param seed the one seed to simulate, if one is given
 * @param problems what was not understood
 */
record Arguments(
    List<String> names, Optional<Path> opencode, OptionalLong seed, List<String> problems) {
  private static final String SEED = "--seed";

  /** Reads names, paths (whatever has a slash) and {@code --seed N}, in any order. */
  static Arguments parse(String... args) {
    List<String> names = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Optional<Path> opencode = Optional.empty();
    OptionalLong seed = OptionalLong.empty();
    for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
      String arg = rest.next();
      if (arg.equals(SEED)) {
        seed = number(rest.hasNext() ? rest.next() : "nothing", problems);
      } else if (arg.indexOf('/') >= 0) {
        opencode = opencode.or(() -> Optional.of(Path.of(arg)));
      } else {
        names.add(arg);
      }
    }
    return new Arguments(List.copyOf(names), opencode, seed, List.copyOf(problems));
  }

  private static OptionalLong number(String text, List<String> problems) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      problems.add(
          SEED + " wants a whole number, for example " + SEED + " 4711; got " + text + ".");
      return OptionalLong.empty();
    }
  }
}
