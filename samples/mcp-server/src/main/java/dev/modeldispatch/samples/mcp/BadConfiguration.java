package dev.modeldispatch.samples.mcp;

import java.util.List;

/** All that is wrong with a configuration, a line for each, with file and line. */
final class BadConfiguration extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  BadConfiguration(List<String> problems) {
    super(problems.size() + " problems");
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}
