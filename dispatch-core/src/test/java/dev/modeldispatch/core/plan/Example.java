package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A project's files, written as a test needs them; and the worked example of the task format. */
final class Example {
  private final Map<String, String> index = new TreeMap<>();
  private final Map<String, String> needs = new TreeMap<>();
  private final Map<String, String> files = new TreeMap<>();
  private final List<String> more = new ArrayList<>();

  /** Three ready scorers, a runner that waits for them, a command that waits for the runner. */
  static Example scorers() {
    var example = new Example();
    for (int i = 1; i <= 12; i++) {
      example.task("FND-%03d".formatted(i), "Foundation " + i, "completed", 2, "phase-1");
    }
    for (int i = 1; i <= 31; i++) {
      example.task("OLD-%03d".formatted(i), "Dropped " + i, "cancelled", 1, "phase-1");
    }
    example.task("SCR-001", "ToolSelectionScorer", "ready", 4, "phase-2-scorers", "FND-001");
    example.task("SCR-002", "ReasoningScorer", "ready", 4, "phase-2-scorers", "FND-001");
    example.task("SCR-003", "GroundingScorer", "ready", 3, "phase-2-scorers", "FND-002");
    example.task(
        "RUN-001", "Eval runner", "blocked", 5, "phase-3", "SCR-001", "SCR-002", "SCR-003");
    example.task("RUN-002", "CLI run command", "blocked", 2, "phase-3", "RUN-001");
    return example
        .more(
            "'parallel_groups': [{'group_id': 'g1', 'tasks': ['SCR-001', 'SCR-002', 'SCR-003'],"
                + " 'reason': 'Scorers - no dependencies between them'}]")
        .more("'ready_tasks': ['SCR-001', 'SCR-002', 'SCR-003']")
        .more("'critical_path': ['FND-001', 'SCR-002', 'RUN-001', 'RUN-002']")
        .file("state.json", "{'current_phase': 'phase-2-scorers', 'active_tasks': []}");
  }

  /** Adds a task to index, graph and its file, all of them saying the same. */
  Example task(
      String id, String title, String status, int hours, String phase, String... blockedBy) {
    String ids = blockedBy.length == 0 ? "" : "'" + String.join("', '", blockedBy) + "'";
    needs.put(id, "[" + ids + "]");
    index.put(
        id,
        "{'file': 'tasks/%s.json', 'status': '%s', 'phase_id': '%s'}".formatted(id, status, phase));
    return file(
        "tasks/" + id + ".json",
        ("{'id': '%s', 'title': '%s', 'status': '%s', 'estimated_hours': %d, 'phase_id': '%s',"
                + " 'dependencies': {'blocked_by': [%s]}, 'scope': {'primary_files': ['src/%s']}}")
            .formatted(id, title, status, hours, phase, ids, id));
  }

  Example index(String id, String json) {
    index.put(id, json);
    return this;
  }

  Example needs(String id, String json) {
    needs.put(id, json);
    return this;
  }

  Example more(String field) {
    more.add(field);
    return this;
  }

  /** Sets the text of a file, with single quotes for double ones. */
  Example file(String path, String text) {
    files.put(path, text.replace('\'', '"'));
    return this;
  }

  Example without(String path) {
    files.remove(path);
    return this;
  }

  ProjectFiles files() {
    Map<String, String> texts = new TreeMap<>(files);
    List<String> fields = new ArrayList<>(more);
    fields.add("'tasks': " + object(index));
    fields.add("'dependency_graph': " + object(needs));
    String json = "{" + String.join(", ", fields) + "}";
    texts.putIfAbsent("task-index.json", json.replace('\'', '"'));
    return ProjectFiles.of(texts);
  }

  Project project() {
    return Project.of(files());
  }

  private static String object(Map<String, String> members) {
    List<String> all = new ArrayList<>();
    members.forEach((id, json) -> all.add("'" + id + "': " + json));
    return "{" + String.join(", ", all) + "}";
  }
}
