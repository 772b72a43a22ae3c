package dev.modeldispatch.core.workspace;

/** The project's files, by their paths inside {@code .project/}. */
final class Paths {
  static final String INDEX = "task-index.json";
  static final String STATE = "state.json";

  private Paths() {}

  static String task(String id) {
    return "tasks/" + id + ".json";
  }
}
