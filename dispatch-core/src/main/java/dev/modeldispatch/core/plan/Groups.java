package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts ready tasks into groups; nothing ready waits for another, so every group may run. */
final class Groups {
  private Groups() {}

  /** Returns the wished groups, as far as their tasks are ready, and one per phase for the rest. */
  static List<Plan.Group> of(List<Task> ready, List<Plan.Group> wished) {
    Map<String, Integer> wish = new HashMap<>();
    for (int i = 0; i < wished.size(); i++) {
      for (String id : wished.get(i).tasks()) {
        wish.putIfAbsent(id, i);
      }
    }
    Map<Object, List<Task>> members = new LinkedHashMap<>();
    for (Task task : ready) {
      Integer number = wish.get(task.id());
      Object key = number == null ? task.phase() : number;
      members.computeIfAbsent(key, k -> new ArrayList<>()).add(task);
    }
    List<Plan.Group> groups = new ArrayList<>();
    members.forEach(
        (key, tasks) -> {
          String reason = key instanceof Integer number ? wished.get(number).label() : "";
          String label = reason.isEmpty() ? commonPhase(tasks) : reason;
          groups.add(new Plan.Group(label, tasks.stream().map(Task::id).toList()));
        });
    return groups;
  }

  private static String commonPhase(List<Task> tasks) {
    Set<String> phases = tasks.stream().map(Task::phase).collect(Collectors.toSet());
    return phases.size() == 1 ? phases.iterator().next() : "";
  }
}
