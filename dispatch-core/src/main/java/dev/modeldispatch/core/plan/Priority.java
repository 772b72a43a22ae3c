package dev.modeldispatch.core.plan;

import java.util.Arrays;

/**
 * Who goes first when workers are few, as one number, the smallest first: on the critical path,
 * then unblocks most, then of the current phase, then fewer hours, then by id.
 */
final class Priority {
  private static final int PLACE_BITS = 24;
  private static final int HOURS_BITS = 38;
  private static final int MAX_COUNT = (1 << 24) - 1;

  private final CriticalPath critical;
  private final int[] rank;

  private Priority(CriticalPath critical, int[] rank) {
    this.critical = critical;
    this.rank = rank;
  }

  /** Ranks the tasks; a graph has fewer than 16 million, an estimate fewer than 2^38 ms. */
  static Priority of(TaskGraph graph, CriticalPath critical, String phase) {
    long[] keys = new long[graph.size()];
    for (int place = 0; place < keys.length; place++) {
      long elsewhere = !phase.isEmpty() && graph.task(place).phase().equals(phase) ? 0 : 1;
      long hours = (elsewhere << HOURS_BITS) | critical.millis(place);
      keys[place] = (hours << PLACE_BITS) | place;
    }
    Arrays.sort(keys);
    int[] rank = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      rank[(int) (keys[i] & MAX_COUNT)] = i;
    }
    return new Priority(critical, rank);
  }

  /** Returns the task's number if it alone holds back this many. */
  long key(int place, int unblocks) {
    long lessUrgent = critical.holds(place) ? 0 : 1;
    long fewer = (long) MAX_COUNT - unblocks;
    return (((lessUrgent << PLACE_BITS) | fewer) << PLACE_BITS) | rank[place];
  }
}
