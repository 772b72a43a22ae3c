package dev.modeldispatch.core.tool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with the arguments of a call, so that a model mends all of it at once. */
final class Problems {
  private final List<String> problems = new ArrayList<>();
  private final Set<String> hints = new LinkedHashSet<>();

  void add(String problem, String hint) {
    problems.add(problem);
    if (!hint.isEmpty()) {
      hints.add(hint);
    }
  }

  /** Throws with all problems, if there are any. */
  void orThrow() {
    if (!problems.isEmpty()) {
      String all = String.join("; ", problems);
      throw new BadArguments(
          problems.size() == 1 ? all : problems.size() + " problems: " + all,
          String.join(" ", hints));
    }
  }

  /** The arguments cannot be used. */
  static final class BadArguments extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String hint;

    BadArguments(String problem, String hint) {
      super(problem, null, false, false);
      this.problem = problem;
      this.hint = hint;
    }

    String problem() {
      return problem;
    }

    String hint() {
      return hint;
    }
  }
}
