package dev.modeldispatch.core.plan;

/**
 * What each waiting task still waits for, and so how many a task alone holds back. The last one
 * that is waited for is found without a search: the open ones are kept as their exclusive or.
 */
final class OpenNeeds {
  private final TaskGraph graph;
  private final Standing standing;
  private final int[] open;
  private final int[] mix;
  private final int[] unblocks;

  OpenNeeds(TaskGraph graph, Standing standing) {
    this.graph = graph;
    this.standing = standing;
    this.open = new int[graph.size()];
    this.mix = new int[graph.size()];
    this.unblocks = new int[graph.size()];
    for (int place = 0; place < graph.size(); place++) {
      if (standing.isWaiting(place)) {
        count(place);
      }
    }
  }

  private void count(int place) {
    Links needs = graph.needs();
    for (int k = needs.from(place); k < needs.to(place); k++) {
      if (!standing.is(needs.end(k), Standing.Stage.DONE)) {
        open[place]++;
        mix[place] ^= needs.end(k);
      }
    }
    if (open[place] == 1) {
      unblocks[mix[place]]++;
    }
  }

  /** Returns how many tasks wait for this one and nothing else. */
  int unblocks(int place) {
    return unblocks[place];
  }

  /** Whether the task waits for nothing any more. */
  boolean isFree(int place) {
    return open[place] == 0;
  }

  /**
   * Takes one off what the task waits for. Returns the task that alone holds it back since then, or
   * -1.
   */
  int satisfy(int place, int need) {
    mix[place] ^= need;
    if (--open[place] != 1) {
      return -1;
    }
    unblocks[mix[place]]++;
    return mix[place];
  }
}
