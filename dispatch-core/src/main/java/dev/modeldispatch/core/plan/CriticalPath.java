package dev.modeldispatch.core.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The longest way, by hours, through what is still ahead. What runs has started: it waits for
 * nothing, and counts in full, as nobody knows how far it is. Without an estimate a task counts 0.
 */
final class CriticalPath {
  private final TaskGraph graph;
  private final Standing standing;
  private final long[] millis;
  private final long[] head;
  private final long[] tail;
  private long longest;

  private CriticalPath(TaskGraph graph, Standing standing) {
    this.graph = graph;
    this.standing = standing;
    this.millis = new long[graph.size()];
    this.head = new long[graph.size()];
    this.tail = new long[graph.size()];
  }

  static CriticalPath of(TaskGraph graph, Standing standing) {
    var path = new CriticalPath(graph, standing);
    for (int place = 0; place < graph.size(); place++) {
      path.millis[place] = graph.task(place).estimate().map(Duration::toMillis).orElse(0L);
    }
    for (int step = 0; step < graph.size(); step++) {
      path.lengthenHead(graph.ordered(step));
    }
    for (int step = graph.size() - 1; step >= 0; step--) {
      path.lengthenTail(graph.ordered(step));
    }
    return path;
  }

  private void lengthenHead(int place) {
    if (!standing.isAhead(place)) {
      return;
    }
    long before = 0;
    if (standing.isWaiting(place)) {
      Links needs = graph.needs();
      for (int k = needs.from(place); k < needs.to(place); k++) {
        before = Math.max(before, head[needs.end(k)]);
      }
    }
    head[place] = before + millis[place];
    longest = Math.max(longest, head[place]);
  }

  private void lengthenTail(int place) {
    if (!standing.isAhead(place)) {
      return;
    }
    long after = 0;
    Links feeds = graph.feeds();
    for (int k = feeds.from(place); k < feeds.to(place); k++) {
      if (standing.isWaiting(feeds.end(k))) {
        after = Math.max(after, tail[feeds.end(k)]);
      }
    }
    tail[place] = after + millis[place];
  }

  /** Returns how long the task takes; without an estimate, 0. */
  long millis(int place) {
    return millis[place];
  }

  /** {@return how long the path is} */
  long longest() {
    return longest;
  }

  /** Returns the hours of the longest way that starts with the task. */
  long tail(int place) {
    return tail[place];
  }

  /** Whether the task is on a longest way; there can be several. */
  boolean holds(int place) {
    return standing.isAhead(place) && head[place] + tail[place] - millis[place] == longest;
  }

  /** {@return one longest way from a start to an end; among equals the one of the smaller ids} */
  List<Integer> path() {
    List<Integer> path = new ArrayList<>();
    int place = first();
    while (place >= 0) {
      path.add(place);
      place = after(place);
    }
    return path;
  }

  private int first() {
    for (int place = 0; place < tail.length; place++) {
      if (holds(place) && !standing.isWaiting(place)) {
        return place;
      }
    }
    return -1;
  }

  private int after(int place) {
    long rest = tail[place] - millis[place];
    int best = -1;
    Links feeds = graph.feeds();
    for (int k = feeds.from(place); k < feeds.to(place); k++) {
      int end = feeds.end(k);
      boolean fits = standing.isWaiting(end) && tail[end] == rest;
      if (fits && (best < 0 || end < best)) {
        best = end;
      }
    }
    return best;
  }
}
