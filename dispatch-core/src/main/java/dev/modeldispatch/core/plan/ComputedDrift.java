package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.plan.Project.Kind;
import dev.modeldispatch.core.plan.Standing.Stage;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds where the files differ from what the graph itself tells. */
final class ComputedDrift {
  private final TaskGraph graph;
  private final IndexFile index;
  private final StateFile state;
  private final Findings findings;
  private final Standing standing;
  private final CriticalPath critical;

  ComputedDrift(TaskGraph graph, IndexFile index, StateFile state, Findings findings) {
    this.graph = graph;
    this.index = index;
    this.state = state;
    this.findings = findings;
    this.standing = Standing.of(graph);
    this.critical = CriticalPath.of(graph, standing);
  }

  void find() {
    for (int place = 0; place < graph.size(); place++) {
      status(place);
      if (standing.isAhead(place) && graph.task(place).estimate().isEmpty()) {
        findings.add(Kind.NO_ESTIMATE, graph.task(place).id(), "no estimate, counted as 0 hours");
      }
    }
    index.ready().ifPresent(stored -> compare(Kind.READY_TASKS, "ready_tasks", stored));
    state.active().ifPresent(stored -> compare(Kind.ACTIVE_TASKS, "active_tasks", stored));
    state.batch().ifPresent(batch -> known(Kind.UNKNOWN_ID, "dispatch_batch", batch.tasks()));
    index.critical().ifPresent(this::criticalPath);
  }

  private void status(int place) {
    Task task = graph.task(place);
    List<String> waits = new Waits(graph, standing).direct(place);
    if (task.status() == Task.Status.READY && !waits.isEmpty()) {
      findings.add(Kind.STATUS, task.id(), "says ready, but waits for " + Amounts.list(waits));
    }
    if (task.status() == Task.Status.BLOCKED && waits.isEmpty()) {
      findings.add(Kind.STATUS, task.id(), "says blocked, but waits for nothing that is open");
    }
    if (task.status() == Task.Status.COMPLETED) {
      Links needs = graph.needs();
      for (int k = needs.from(place); k < needs.to(place); k++) {
        Task need = graph.task(needs.end(k));
        if (!need.status().isDone()) {
          String open = "is completed, although it waits for " + need.id() + ", which is not";
          findings.add(Kind.DEPENDENCIES, task.id(), open);
        }
      }
    }
  }

  private void compare(Kind kind, String field, List<String> stored) {
    Stage stage = kind == Kind.READY_TASKS ? Stage.READY : Stage.RUNNING;
    Set<String> named = new LinkedHashSet<>(known(kind, field, stored));
    Set<String> computed = new HashSet<>();
    for (int place : standing.places(stage)) {
      String id = graph.task(place).id();
      computed.add(id);
      if (!named.contains(id)) {
        findings.add(kind, id, "is " + word(place) + ", but not in " + field);
      }
    }
    for (String id : named) {
      if (!computed.contains(id)) {
        findings.add(kind, id, "is in " + field + ", but is " + word(graph.place(id)));
      }
    }
  }

  private String word(int place) {
    return switch (standing.stage(place)) {
      case DONE -> graph.task(place).status().code();
      case RUNNING -> "in progress";
      case READY -> "ready";
      case BLOCKED -> "blocked by " + Amounts.list(new Waits(graph, standing).direct(place));
    };
  }

  private List<String> known(Kind kind, String field, List<String> ids) {
    for (String id : ids) {
      if (graph.find(id).isEmpty()) {
        findings.add(kind, id, "is in " + field + ", but no task is called so");
      }
    }
    return ids.stream().filter(id -> graph.find(id).isPresent()).toList();
  }

  /** A stored path is right if what is open of it is a way that takes as long as the longest. */
  private void criticalPath(List<String> stored) {
    List<Integer> open =
        known(Kind.CRITICAL_PATH, "critical_path", stored).stream()
            .map(graph::place)
            .filter(standing::isAhead)
            .toList();
    long millis = open.stream().mapToLong(critical::millis).sum();
    boolean way = true;
    for (int i = 1; i < open.size(); i++) {
      way &= standing.isWaiting(open.get(i)) && feeds(open.get(i - 1), open.get(i));
    }
    if (!way || millis != critical.longest()) {
      List<String> longest = critical.path().stream().map(place -> graph.task(place).id()).toList();
      findings.add(
          Kind.CRITICAL_PATH,
          "critical_path",
          "says " + Amounts.list(stored) + ", computed is " + Amounts.list(longest));
    }
  }

  private boolean feeds(int place, int dependent) {
    Links needs = graph.needs();
    for (int k = needs.from(dependent); k < needs.to(dependent); k++) {
      if (needs.end(k) == place) {
        return true;
      }
    }
    return false;
  }
}
