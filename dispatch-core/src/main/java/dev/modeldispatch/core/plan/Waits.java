package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.plan.Standing.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a task waits for. */
record Waits(TaskGraph graph, Standing standing) {
  /** Returns what it waits for directly and that is not done: by id, the unknown ones last. */
  List<String> direct(int place) {
    if (!standing.is(place, Stage.BLOCKED)) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    open(place).forEach(need -> ids.add(graph.task(need).id()));
    ids.addAll(graph.unknown(place));
    return ids;
  }

  /** Returns what it waits for by way of others too, the nearest first, at most so many. */
  List<String> all(int place, int most) {
    Set<String> ids = new LinkedHashSet<>();
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> next = new ArrayDeque<>(List.of(place));
    while (!next.isEmpty() && ids.size() < most) {
      int at = next.remove();
      ids.addAll(direct(at));
      if (standing.is(at, Stage.BLOCKED)) {
        open(at).stream().filter(seen::add).forEach(next::add);
      }
    }
    return ids.stream().limit(most).toList();
  }

  private Set<Integer> open(int place) {
    Set<Integer> open = new TreeSet<>();
    Links needs = graph.needs();
    for (int k = needs.from(place); k < needs.to(place); k++) {
      if (!standing.is(needs.end(k), Stage.DONE)) {
        open.add(needs.end(k));
      }
    }
    return open;
  }
}
