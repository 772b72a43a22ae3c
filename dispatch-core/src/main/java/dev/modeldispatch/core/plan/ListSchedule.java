package dev.modeldispatch.core.plan;

import java.util.Arrays;

/**
 * Gives each free worker the task that goes first among the ready ones, until nothing is left. Who
 * goes first is asked anew whenever a task ends. For one run.
 */
final class ListSchedule {
  private final TaskGraph graph;
  private final Standing standing;
  private final CriticalPath critical;
  private final Priority priority;
  private final OpenNeeds needs;
  private final int workers;
  private final Heap ready = new Heap();
  private final Heap running = new Heap();
  private final Heap freed = new Heap();
  private final boolean[] started;
  private final int[] lane;
  private final long[] start;
  private final int[] sequence;
  private int count;
  private int active;
  private int lanes;
  private long now;

  private ListSchedule(
      TaskGraph graph, Standing standing, CriticalPath critical, Priority priority, int workers) {
    this.graph = graph;
    this.standing = standing;
    this.critical = critical;
    this.priority = priority;
    this.needs = new OpenNeeds(graph, standing);
    this.workers = workers;
    this.started = new boolean[graph.size()];
    this.lane = new int[graph.size()];
    this.start = new long[graph.size()];
    this.sequence = new int[graph.size()];
  }

  static Schedule of(
      TaskGraph graph, Standing standing, CriticalPath critical, Priority priority, int workers) {
    var run = new ListSchedule(graph, standing, critical, priority, workers);
    run.run();
    int[] sequence = Arrays.copyOf(run.sequence, run.count);
    return new Schedule(graph, critical, sequence, run.lane, run.start, run.now);
  }

  private void run() {
    for (int place = 0; place < graph.size(); place++) {
      if (standing.is(place, Standing.Stage.RUNNING)) {
        begin(place);
      } else if (standing.is(place, Standing.Stage.READY)) {
        offer(place);
      }
    }
    fill();
    while (!running.isEmpty()) {
      now = running.minKey();
      while (!running.isEmpty() && running.minKey() == now) {
        finish(running.take());
      }
      fill();
    }
  }

  private void fill() {
    while (active < workers && !ready.isEmpty()) {
      int place = ready.take();
      if (!started[place]) {
        begin(place);
      }
    }
  }

  /** A task can be offered again with a better number; the worse one is then skipped. */
  private void offer(int place) {
    ready.add(priority.key(place, needs.unblocks(place)), place);
  }

  private void begin(int place) {
    started[place] = true;
    active++;
    lane[place] = freed.isEmpty() ? lanes++ : freed.take();
    start[place] = now;
    sequence[count++] = place;
    running.add(now + critical.millis(place), place);
  }

  private void finish(int place) {
    active--;
    freed.add(lane[place], lane[place]);
    Links feeds = graph.feeds();
    for (int k = feeds.from(place); k < feeds.to(place); k++) {
      int dependent = feeds.end(k);
      if (standing.isWaiting(dependent)) {
        int sole = needs.satisfy(dependent, place);
        if (needs.isFree(dependent)) {
          offer(dependent);
        } else if (sole >= 0 && isOffered(sole)) {
          offer(sole);
        }
      }
    }
  }

  private boolean isOffered(int place) {
    boolean free = standing.is(place, Standing.Stage.READY) || isFreed(place);
    return free && !started[place];
  }

  private boolean isFreed(int place) {
    return standing.isWaiting(place) && needs.isFree(place);
  }
}
