package dev.modeldispatch.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds one cycle in each knot of a graph: a set of places that all reach each other. Iterative, so
 * that a long chain costs no stack. For one search.
 */
final class Cycles {
  private final Links needs;
  private final int[] index;
  private final int[] low;
  private final int[] knot;
  private final int[] next;
  private final Deque<Integer> open = new ArrayDeque<>();
  private final List<List<Integer>> found = new ArrayList<>();
  private int visited;
  private int knots;

  private Cycles(Links needs) {
    this.needs = needs;
    this.index = new int[needs.size()];
    this.low = new int[needs.size()];
    this.knot = new int[needs.size()];
    this.next = new int[needs.size()];
    Arrays.fill(index, -1);
    Arrays.fill(knot, -1);
  }

  /** Returns one cycle per knot, each as the places on its way, the first not repeated. */
  static List<List<Integer>> in(Links needs) {
    var search = new Cycles(needs);
    for (int place = 0; place < needs.size(); place++) {
      if (search.index[place] < 0) {
        search.visitFrom(place);
      }
    }
    return search.found;
  }

  private void visitFrom(int root) {
    Deque<Integer> path = new ArrayDeque<>();
    enter(path, root);
    while (!path.isEmpty()) {
      int place = path.peek();
      if (next[place] < needs.to(place)) {
        int end = needs.end(next[place]++);
        if (index[end] < 0) {
          enter(path, end);
        } else if (knot[end] < 0) {
          low[place] = Math.min(low[place], index[end]);
        }
      } else {
        path.pop();
        if (!path.isEmpty()) {
          low[path.peek()] = Math.min(low[path.peek()], low[place]);
        }
        if (low[place] == index[place]) {
          close(place);
        }
      }
    }
  }

  private void enter(Deque<Integer> path, int place) {
    index[place] = visited;
    low[place] = visited;
    visited++;
    next[place] = needs.from(place);
    open.push(place);
    path.push(place);
  }

  /** All that was entered since the place is one knot. */
  private void close(int place) {
    int member;
    do {
      member = open.pop();
      knot[member] = knots;
    } while (member != place);
    knots++;
    walk(place);
  }

  /** Follows arrows inside the knot until the way comes back to itself. */
  private void walk(int start) {
    List<Integer> way = new ArrayList<>();
    Map<Integer, Integer> seenAt = new HashMap<>();
    int place = start;
    while (seenAt.putIfAbsent(place, way.size()) == null) {
      way.add(place);
      place = inside(place);
      if (place < 0) {
        return;
      }
    }
    found.add(List.copyOf(way.subList(seenAt.getOrDefault(place, 0), way.size())));
  }

  private int inside(int place) {
    for (int k = needs.from(place); k < needs.to(place); k++) {
      if (knot[needs.end(k)] == knot[place]) {
        return needs.end(k);
      }
    }
    return -1;
  }
}
