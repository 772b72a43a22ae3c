package dev.modeldispatch.core.plan;

import java.util.PriorityQueue;

/** How long independent tasks take, each given to the worker who is free first. */
final class Makespan {
  private Makespan() {}

  /**
   * Returns when the last task is done.
   *
   * @param tasks how long each takes, who goes first at the front
   * @param running how long each running one still takes, the shortest first
   * @param workers how many tasks run at the same time
   */
  static long of(long[] tasks, long[] running, int workers) {
    var free = new PriorityQueue<Long>();
    // With more running than workers, the first to end are not replaced.
    for (int i = Math.max(0, running.length - workers); i < running.length; i++) {
      free.add(running[i]);
    }
    long last = 0;
    for (long task : tasks) {
      Long from = free.size() < workers ? Long.valueOf(0) : free.remove();
      free.add(from + task);
      last = Math.max(last, from + task);
    }
    return last;
  }
}
