package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns ids into places: tasks in the order of their ids, so that comparing places compares ids.
 *
 * @param tasks by place
 * @param places by id
 * @param needs the places that each waits for
 * @param unknown the ids that each waits for and that no task has
 */
record GraphBuild(
    List<Task> tasks,
    Map<String, Integer> places,
    Links needs,
    Map<Integer, List<String>> unknown) {
  private static final int MAX_SHOWN = 12;

  static GraphBuild of(Collection<Task> given) {
    Task[] sorted = given.toArray(Task[]::new);
    Arrays.sort(sorted, Comparator.comparing(Task::id));
    List<Task> tasks = List.of(sorted);
    Map<String, Integer> places = new HashMap<>(2 * sorted.length);
    for (int place = 0; place < sorted.length; place++) {
      places.putIfAbsent(sorted[place].id(), place);
    }
    Map<Integer, List<String>> unknown = new HashMap<>();
    int[][] rows = new int[sorted.length][];
    for (int place = 0; place < sorted.length; place++) {
      rows[place] = row(sorted[place], places, unknown, place);
    }
    return new GraphBuild(tasks, places, Links.of(rows), unknown);
  }

  private static int[] row(
      Task task, Map<String, Integer> places, Map<Integer, List<String>> unknown, int place) {
    int[] row = new int[task.blockedBy().size()];
    int known = 0;
    for (String id : task.blockedBy()) {
      Integer end = places.get(id);
      if (end == null) {
        unknown.computeIfAbsent(place, p -> new ArrayList<>()).add(id);
      } else {
        row[known++] = end;
      }
    }
    return known == row.length ? row : Arrays.copyOf(row, known);
  }

  /**
   * {@return what makes this no graph: ids that are there twice or differ in case alone, cycles}
   */
  List<String> problems() {
    var problems = new ArrayList<String>();
    Map<String, String> folded = new HashMap<>();
    for (Task task : tasks) {
      String other = folded.putIfAbsent(SafeId.folded(task.id()), task.id());
      if (other != null) {
        problems.add(twins(other, task.id()));
      }
    }
    cycles().forEach(problems::add);
    return problems;
  }

  static String twins(String id, String other) {
    return id.equals(other)
        ? "'" + id + "' is there twice"
        : "'" + id + "' and '" + other + "' differ in case alone; rename one";
  }

  /** {@return one cycle of each knot, in words} */
  List<String> cycles() {
    return Cycles.in(needs).stream().map(this::path).toList();
  }

  /** A waits for B is A -> B; the way starts at the smallest id. */
  private String path(List<Integer> cycle) {
    int first = cycle.indexOf(cycle.stream().min(Comparator.naturalOrder()).orElseThrow());
    var way = new ArrayList<>(cycle.subList(first, cycle.size()));
    way.addAll(cycle.subList(0, first + 1));
    String more = way.size() <= MAX_SHOWN ? "" : " ... (" + (way.size() - 1) + " tasks)";
    return "the tasks wait for each other: "
        + way.stream()
            .limit(MAX_SHOWN)
            .map(place -> tasks.get(place).id())
            .collect(Collectors.joining(" -> "))
        + more;
  }

  /** Returns the places so that each comes after all it waits for; fewer than all if in a cycle. */
  static int[] order(Links needs, Links feeds) {
    int[] open = new int[needs.size()];
    int[] order = new int[needs.size()];
    int count = 0;
    for (int place = 0; place < open.length; place++) {
      open[place] = needs.count(place);
      if (open[place] == 0) {
        order[count++] = place;
      }
    }
    for (int done = 0; done < count; done++) {
      for (int k = feeds.from(order[done]); k < feeds.to(order[done]); k++) {
        if (--open[feeds.end(k)] == 0) {
          order[count++] = feeds.end(k);
        }
      }
    }
    return Arrays.copyOf(order, count);
  }
}
