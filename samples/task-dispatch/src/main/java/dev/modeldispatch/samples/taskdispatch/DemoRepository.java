package dev.modeldispatch.samples.taskdispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A repository with twelve tasks in three phases: a small library, its scorers, its commands. */
final class DemoRepository {
  private record Demo(String id, String title, int hours, String phase, List<String> needs) {}

  private static final List<Demo> TASKS =
      List.of(
          task("FND-001", "Project layout", 1, "phase-1"),
          task("FND-002", "Configuration", 2, "phase-1", "FND-001"),
          task("FND-003", "Result types", 2, "phase-1", "FND-001"),
          task("FND-004", "Logging", 1, "phase-1", "FND-001"),
          task("SCR-001", "ToolSelectionScorer", 4, "phase-2", "FND-002", "FND-003"),
          task("SCR-002", "ReasoningScorer", 4, "phase-2", "FND-002", "FND-003"),
          task("SCR-003", "GroundingScorer", 3, "phase-2", "FND-002", "FND-003"),
          task("SCR-004", "LatencyScorer", 1, "phase-2", "FND-003"),
          task("RUN-001", "Eval runner", 5, "phase-3", "SCR-001", "SCR-002", "SCR-003"),
          task("RUN-002", "CLI run command", 2, "phase-3", "RUN-001"),
          task("RUN-003", "Report", 2, "phase-3", "SCR-004", "RUN-001"),
          task("DOC-001", "Handbook", 3, "phase-3", "FND-004"));

  private DemoRepository() {}

  private static Demo task(String id, String title, int hours, String phase, String... needs) {
    return new Demo(id, title, hours, phase, List.of(needs));
  }

  /** Makes the repository in a folder that is not there yet. */
  static void make(Path root) throws IOException, InterruptedException {
    Files.createDirectories(root.resolve(".project/tasks"));
    Files.createDirectories(root.resolve("src"));
    Files.writeString(root.resolve("src/.gitkeep"), "");
    Files.writeString(root.resolve("README.md"), "A repository that task-dispatch made.\n");
    Files.writeString(
        root.resolve(".project/state.json"),
        "{\n  \"stage\": \"implementation\",\n  \"current_phase\": \"phase-1\"\n}\n");
    Files.writeString(root.resolve(".project/task-index.json"), index());
    for (Demo task : TASKS) {
      Files.writeString(root.resolve(".project/tasks/" + task.id() + ".json"), file(task));
    }
    GitCommand.run(root, "init", "-q", "-b", "main");
    GitCommand.run(root, "add", "-A");
    GitCommand.run(root, "commit", "-q", "-m", "The task graph");
  }

  /** Returns where a task writes its work. */
  static String source(String task) {
    return "src/" + task + ".txt";
  }

  static List<String> ids() {
    return TASKS.stream().map(Demo::id).toList();
  }

  private static String index() {
    List<String> entries = new ArrayList<>();
    List<String> needs = new ArrayList<>();
    for (Demo task : TASKS) {
      entries.add(
          "    \"%s\": {\"file\": \"tasks/%s.json\", \"status\": \"%s\", \"phase_id\": \"%s\"}"
              .formatted(task.id(), task.id(), status(task), task.phase()));
      needs.add("    \"%s\": [%s]".formatted(task.id(), quoted(task.needs())));
    }
    return "{\n  \"tasks\": {\n"
        + String.join(",\n", entries)
        + "\n  },\n  \"dependency_graph\": {\n"
        + String.join(",\n", needs)
        + "\n  }\n}\n";
  }

  private static String file(Demo task) {
    return """
        {
          "id": "%s",
          "title": "%s",
          "status": "%s",
          "phase_id": "%s",
          "estimated_hours": %d,
          "scope": {"primary_files": ["%s"]},
          "dependencies": {"blocked_by": [%s]}
        }
        """
        .formatted(
            task.id(),
            task.title(),
            status(task),
            task.phase(),
            task.hours(),
            source(task.id()),
            quoted(task.needs()));
  }

  private static String status(Demo task) {
    return task.needs().isEmpty() ? "ready" : "blocked";
  }

  private static String quoted(List<String> ids) {
    return ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", "));
  }
}
