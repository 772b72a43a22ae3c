package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code task-index.json} says.
 *
 * @param entries its tasks by id
 * @param needs its {@code dependency_graph}
 * @param groups its {@code parallel_groups}
 * @param ready its {@code ready_tasks}; empty if it has none
 * @param critical its {@code critical_path}; empty if it has none
 */
record IndexFile(
    Map<String, Entry> entries,
    Map<String, List<String>> needs,
    List<Plan.Group> groups,
    Optional<List<String>> ready,
    Optional<List<String>> critical) {
  private static final String FILE = ProjectFiles.INDEX;

  /** One task of the index; what it does not say is empty. */
  record Entry(String file, Optional<Task.Status> status, String phase, String title) {}

  static IndexFile of(JsonNode json, Findings findings) {
    var index = new Fields(findings, FILE, "", json);
    if (json.isObject() && !index.has("tasks")) {
      index.wrong("tasks", "there, an object of tasks by id");
    }
    return new IndexFile(
        entries(index.object("tasks"), findings),
        needs(index.object("dependency_graph"), findings),
        groups(index, findings),
        list(index, "ready_tasks"),
        list(index, "critical_path"));
  }

  private static Map<String, Entry> entries(Fields tasks, Findings findings) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String id : tasks.names()) {
      if (findings.isSafe(FILE, "tasks", id)) {
        Fields task = tasks.object(id);
        entries.put(
            id,
            new Entry(
                task.text("file"),
                task.status("status"),
                task.text("phase_id"),
                task.text("title")));
      }
    }
    return entries;
  }

  private static Map<String, List<String>> needs(Fields graph, Findings findings) {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    for (String id : graph.names()) {
      if (findings.isSafe(FILE, "dependency_graph", id)) {
        needs.put(id, graph.ids(id));
      }
    }
    return needs;
  }

  /** A group is a list of ids, or an object with the list and a reason. */
  private static List<Plan.Group> groups(Fields index, Findings findings) {
    List<Plan.Group> groups = new ArrayList<>();
    JsonNode all = index.raw("parallel_groups");
    if (!Fields.isAbsent(all) && !all.isArray()) {
      index.wrong("parallel_groups", "a list of groups");
    }
    for (int i = 0; i < all.size(); i++) {
      String where = "parallel_groups[" + i + "]";
      JsonNode group = all.path(i);
      if (group.isArray()) {
        groups.add(new Plan.Group("", index.ids(where, group)));
      } else if (all.isArray()) {
        var fields = new Fields(findings, FILE, where, group);
        groups.add(new Plan.Group(fields.text("reason"), fields.ids("tasks")));
      }
    }
    return groups;
  }

  private static Optional<List<String>> list(Fields index, String name) {
    return index.has(name) ? Optional.of(index.ids(name)) : Optional.empty();
  }
}
