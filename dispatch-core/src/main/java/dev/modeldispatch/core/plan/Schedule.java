package dev.modeldispatch.core.plan;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which worker does which task, and when, counted from the start of the plan. Immutable.
 *
 * <p>Tasks that run already start at zero and take their whole estimate, as nobody knows how far
 * they are; a task without an estimate takes no time. A task that waits for an unknown one is not
 * in it.
 */
public final class Schedule {
  private final TaskGraph graph;
  private final CriticalPath times;
  private final int[] sequence;
  private final int[] worker;
  private final long[] start;
  private final long makespan;

  Schedule(
      TaskGraph graph,
      CriticalPath times,
      int[] sequence,
      int[] worker,
      long[] start,
      long makespan) {
    this.graph = graph;
    this.times = times;
    this.sequence = sequence;
    this.worker = worker;
    this.start = start;
    this.makespan = makespan;
  }

  /**
   * One task of a schedule.
   *
   * @param task the task
   * @param worker who does it, from 1
   * @param start when it starts
   * @param end when it is done
   */
  public record Entry(Task task, int worker, Duration start, Duration end) {}

  /** {@return the tasks in the order in which they start} */
  public List<Entry> entries() {
    return IntStream.of(sequence).mapToObj(this::entry).toList();
  }

  /** {@return when the last task is done} */
  public Duration makespan() {
    return Duration.ofMillis(makespan);
  }

  @Override
  public String toString() {
    return "Schedule[" + sequence.length + " tasks in " + makespan() + "]";
  }

  private Entry entry(int place) {
    return new Entry(
        graph.task(place),
        worker[place] + 1,
        Duration.ofMillis(start[place]),
        Duration.ofMillis(start[place] + times.millis(place)));
  }
}
