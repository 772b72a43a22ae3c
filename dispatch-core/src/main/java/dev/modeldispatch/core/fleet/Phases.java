package dev.modeldispatch.core.fleet;

import dev.modeldispatch.core.fleet.TaskDispatch.Event;
import dev.modeldispatch.core.fleet.TaskReport.Entry;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.fleet.TaskReport.Phase;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.workspace.Strays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The phases of a run, in order: those first that wait for no other. A phase is complete when all
 * its tasks are done, and its review found nothing; it is reviewed once, when its last task ends.
 */
final class Phases {
  private final TaskSettings settings;
  private final Project project;
  private final Strays strays;
  private final Map<String, List<Task>> tasks = new LinkedHashMap<>();
  private final Map<String, Phase> reviewed = new LinkedHashMap<>();

  Phases(TaskSettings settings, Project project, Strays strays) {
    this.settings = settings;
    this.project = project;
    this.strays = strays;
    Map<String, Integer> levels = levels(project.graph().tasks());
    Map<String, Integer> ranks = new TreeMap<>();
    for (Task task : project.graph().tasks()) {
      if (!task.phase().isEmpty()) {
        ranks.merge(task.phase(), levels.getOrDefault(task.id(), 0), Math::min);
      }
    }
    ranks.keySet().stream()
        .sorted(Comparator.comparing(ranks::get))
        .forEach(phase -> tasks.put(phase, new ArrayList<>()));
    for (Task task : project.graph().tasks()) {
      tasks.getOrDefault(task.phase(), new ArrayList<>()).add(task);
    }
  }

  /** How long the longest chain of tasks before each task is. */
  private static Map<String, Integer> levels(List<Task> all) {
    Map<String, Integer> levels = new LinkedHashMap<>();
    Set<String> open = all.stream().map(Task::id).collect(Collectors.toCollection(HashSet::new));
    for (int level = 0; !open.isEmpty(); level++) {
      List<String> next =
          all.stream()
              .filter(task -> open.contains(task.id()))
              .filter(task -> task.blockedBy().stream().noneMatch(open::contains))
              .map(Task::id)
              .toList();
      for (String id : next) {
        levels.put(id, level);
      }
      open.removeAll(next);
    }
    return levels;
  }

  /** Whether a task may be started, as far as phases are concerned. */
  boolean isOpen(Task task, Map<String, Entry> done) {
    if (!settings.phased() || task.phase().isEmpty()) {
      return true;
    }
    for (String phase : tasks.keySet()) {
      if (phase.equals(task.phase())) {
        return true;
      }
      if (!isOver(phase, done) || !review(phase, done).isComplete()) {
        return false;
      }
    }
    return true;
  }

  private boolean isOver(String phase, Map<String, Entry> done) {
    return tasks.getOrDefault(phase, List.of()).stream()
        .allMatch(task -> task.status().isDone() || done.containsKey(task.id()));
  }

  /** Reviews the phases that are over and were not reviewed yet. */
  void close(Map<String, Entry> done) {
    tasks.keySet().stream()
        .filter(phase -> isOver(phase, done) && hasRun(phase, done))
        .forEach(phase -> review(phase, done));
  }

  private boolean hasRun(String phase, Map<String, Entry> done) {
    return tasks.getOrDefault(phase, List.of()).stream()
        .map(task -> done.get(task.id()))
        .anyMatch(entry -> entry != null && entry.outcome() != Outcome.HELD);
  }

  private Phase review(String phase, Map<String, Entry> done) {
    Phase known = reviewed.get(phase);
    if (known != null) {
      return known;
    }
    List<String> problems = new ArrayList<>(open(phase, done));
    if (problems.isEmpty() && hasRun(phase, done)) {
      strays().forEach(file -> problems.add("changed by nobody's task: " + file));
      String test = settings.workspace().test(settings.rules());
      if (!test.isEmpty()) {
        problems.add("the test " + test);
      }
    }
    List<String> closed = new ArrayList<>();
    if (problems.isEmpty() && hasRun(phase, done)) {
      todos(phase, closed, problems);
      settings.tell(Event.Kind.PHASE, phase, "complete and reviewed");
    }
    Phase result = new Phase(phase, problems.isEmpty(), closed, problems);
    reviewed.put(phase, result);
    return result;
  }

  /** {@return what changed in the main work tree and is nobody's, nor this run's own doing} */
  List<String> strays() {
    Set<String> closed =
        reviewed.values().stream()
            .flatMap(phase -> phase.closedTodos().stream())
            .map(todo -> ".pi/todos/" + todo + ".md")
            .collect(Collectors.toSet());
    return strays.since(project.graph().tasks(), settings.workspace()).stream()
        .filter(file -> !closed.contains(file))
        .toList();
  }

  private List<String> open(String phase, Map<String, Entry> done) {
    return tasks.getOrDefault(phase, List.of()).stream()
        .filter(task -> !task.status().isDone())
        .map(task -> done.get(task.id()))
        .filter(entry -> entry == null || entry.outcome() != Outcome.COMPLETED)
        .map(
            entry ->
                entry == null ? "a task is open" : entry.task() + " is " + entry.outcome().code())
        .toList();
  }

  private void todos(String phase, List<String> closed, List<String> problems) {
    var files = new TodoFiles(settings.workspace().root());
    for (Task task : tasks.getOrDefault(phase, List.of())) {
      for (String todo : new TaskPrompt(project, task).todos()) {
        files.close(todo).ifPresentOrElse(problems::add, () -> closed.add(todo));
      }
    }
  }

  /** {@return how the phases stand that this run worked in} */
  List<Phase> report(Map<String, Entry> done) {
    return tasks.keySet().stream()
        .filter(phase -> hasRun(phase, done) || reviewed.containsKey(phase))
        .map(
            phase ->
                reviewed.getOrDefault(phase, new Phase(phase, false, List.of(), open(phase, done))))
        .toList();
  }
}
