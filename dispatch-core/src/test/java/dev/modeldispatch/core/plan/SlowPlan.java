package dev.modeldispatch.core.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A second plan, by trying everything: sets of ids, all ways, and a worker loop. */
final class SlowPlan {
  final Map<String, Task> tasks = new TreeMap<>();
  private final String phase;
  private final Map<String, Set<String>> open = new HashMap<>();
  private final Map<String, Boolean> ahead = new HashMap<>();

  SlowPlan(List<Task> all, String phase) {
    all.forEach(task -> tasks.put(task.id(), task));
    this.phase = phase;
  }

  Set<String> ids(Task.Status status) {
    Set<String> ids = new TreeSet<>();
    tasks.values().stream().filter(t -> t.status() == status).forEach(t -> ids.add(t.id()));
    return ids;
  }

  private Task task(String id) {
    return Objects.requireNonNull(tasks.get(id), id);
  }

  private static long start(Map<String, Long> starts, String id) {
    return Objects.requireNonNull(starts.get(id), id);
  }

  boolean isDone(String id) {
    return tasks.containsKey(id) && task(id).status().isDone();
  }

  boolean runs(String id) {
    return tasks.containsKey(id) && task(id).status() == Task.Status.IN_PROGRESS;
  }

  Set<String> open(String id) {
    return open.computeIfAbsent(
        id,
        of -> {
          Set<String> needs = new TreeSet<>(task(of).blockedBy());
          needs.removeIf(this::isDone);
          return needs;
        });
  }

  Set<String> ready() {
    Set<String> ready = new TreeSet<>();
    for (String id : tasks.keySet()) {
      if (!isDone(id) && !runs(id) && open(id).isEmpty()) {
        ready.add(id);
      }
    }
    return ready;
  }

  /** All that a task waits for, by asking again and again. */
  Set<String> all(String id) {
    Set<String> all = new HashSet<>();
    if (tasks.containsKey(id) && !runs(id) && !isDone(id)) {
      for (String need : open(id)) {
        all.add(need);
        all.addAll(all(need));
      }
    }
    return all;
  }

  boolean isAhead(String id) {
    return ahead.computeIfAbsent(id, of -> !isDone(of) && !all(of).contains("T-unknown"));
  }

  long millis(String id) {
    return task(id).estimate().map(Duration::toMillis).orElse(0L);
  }

  /** Every way through what is ahead, from any task to any end. */
  List<List<String>> ways() {
    List<List<String>> ways = new ArrayList<>();
    tasks.keySet().stream().filter(this::isAhead).forEach(id -> extend(List.of(id), ways));
    return ways;
  }

  private void extend(List<String> way, List<List<String>> ways) {
    ways.add(way);
    String last = way.get(way.size() - 1);
    for (String id : tasks.keySet()) {
      if (isAhead(id) && !runs(id) && open(id).contains(last)) {
        List<String> longer = new ArrayList<>(way);
        longer.add(id);
        extend(longer, ways);
      }
    }
  }

  long length(List<String> way) {
    return way.stream().mapToLong(this::millis).sum();
  }

  long longest() {
    return ways().stream().mapToLong(this::length).max().orElse(0);
  }

  Set<String> critical() {
    long longest = longest();
    Set<String> critical = new HashSet<>();
    ways().stream().filter(way -> length(way) == longest).forEach(critical::addAll);
    return critical;
  }

  /** The order among these, if all in {@code done} is done too. */
  List<String> order(Set<String> candidates, Set<String> done, Set<String> critical) {
    Map<String, Integer> unblocks = new HashMap<>();
    for (String id : tasks.keySet()) {
      if (!isDone(id) && !runs(id)) {
        Set<String> left = new TreeSet<>(open(id));
        left.removeAll(done);
        if (left.size() == 1) {
          unblocks.merge(left.iterator().next(), 1, Integer::sum);
        }
      }
    }
    return candidates.stream()
        .sorted(
            Comparator.<String, Boolean>comparing(id -> !critical.contains(id))
                .thenComparing(id -> -unblocks.getOrDefault(id, 0))
                .thenComparing(id -> !task(id).phase().equals(phase))
                .thenComparing(this::millis)
                .thenComparing(id -> id))
        .toList();
  }

  /** When each task starts, by looking at every moment at which one ends. */
  Map<String, Long> starts(int workers) {
    Set<String> critical = critical();
    Map<String, Long> starts = new TreeMap<>();
    Set<String> ended = new HashSet<>();
    ids(Task.Status.IN_PROGRESS).forEach(id -> starts.put(id, 0L));
    long now = 0;
    while (true) {
      fill(workers, critical, starts, ended, now);
      Set<String> active = new TreeSet<>(starts.keySet());
      active.removeAll(ended);
      if (active.isEmpty()) {
        return starts;
      }
      long next =
          active.stream().mapToLong(id -> start(starts, id) + millis(id)).min().orElseThrow();
      now = next;
      active.stream().filter(id -> start(starts, id) + millis(id) == next).forEach(ended::add);
    }
  }

  private void fill(
      int workers, Set<String> critical, Map<String, Long> starts, Set<String> ended, long now) {
    Set<String> candidates = new TreeSet<>();
    for (String id : tasks.keySet()) {
      if (isAhead(id) && !starts.containsKey(id) && ended.containsAll(open(id))) {
        candidates.add(id);
      }
    }
    for (String id : order(candidates, ended, critical)) {
      if (starts.size() - ended.size() < workers) {
        starts.put(id, now);
      }
    }
  }
}
