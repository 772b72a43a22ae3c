package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.plan.BatchView;
import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.plan.TaskGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the files repeat of what can be computed, kept true where they repeat it. */
final class Derived {
  private Derived() {}

  /** Returns the edits that follow from the statuses of the project. */
  static List<Edit> edits(Project project) {
    TaskGraph graph = project.graph();
    Plan plan = Plan.of(graph);
    List<Edit> edits = new ArrayList<>();
    JsonNode index = index(project);
    if (index.has("ready_tasks")) {
      List<String> ready = plan.ready().stream().map(Task::id).sorted().toList();
      edits.add(Edit.set(Paths.INDEX, array(ready), "ready_tasks"));
    }
    if (index.has("critical_path")) {
      List<String> path = plan.criticalPath().stream().map(Task::id).toList();
      edits.add(Edit.set(Paths.INDEX, array(path), "critical_path"));
    }
    for (Task task : plan.ready()) {
      if (task.status() == Task.Status.BLOCKED) {
        edits.addAll(status(project, task.id(), Task.Status.READY));
      }
    }
    List<String> running = plan.running().stream().map(Task::id).toList();
    edits.add(Edit.set(Paths.STATE, array(running), "active_tasks"));
    project
        .batch()
        .map(batch -> BatchView.of(graph, batch, Map.of()).status().code())
        .ifPresent(code -> edits.add(Edit.set(Paths.STATE, code, "dispatch_batch", "status")));
    return edits;
  }

  /** Returns the edits that give a task a status, wherever it is written down. */
  static List<Edit> status(Project project, String id, Task.Status status) {
    List<Edit> edits = new ArrayList<>();
    if (index(project).path("tasks").path(id).isObject()) {
      edits.add(Edit.set(Paths.INDEX, status.code(), "tasks", id, "status"));
    }
    if (project.files().texts().containsKey(Paths.task(id))) {
      edits.add(Edit.set(Paths.task(id), status.code(), "status"));
    }
    return edits;
  }

  static ArrayNode array(Collection<String> texts) {
    ArrayNode array = Json.object().putArray("array");
    texts.forEach(array::add);
    return array;
  }

  private static JsonNode index(Project project) {
    return json(project, Paths.INDEX);
  }

  /** Returns what the file holds; nothing if it is not there. */
  static JsonNode json(Project project, String file) {
    try {
      return Json.parseExact(project.files().texts().getOrDefault(file, "{}"));
    } catch (JsonTrouble e) {
      throw new WorkspaceException(file + ": " + e.getMessage(), e);
    }
  }
}
