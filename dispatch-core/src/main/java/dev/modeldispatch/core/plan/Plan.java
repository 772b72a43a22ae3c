package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.plan.Standing.Stage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What can start now, who goes first, and how long all of it takes: computed from a graph and its
 * statuses alone. Immutable.
 *
 * <p>A task is ready if all it waits for is completed or cancelled. With a limit of workers the
 * running tasks count against it, and the ready ones are taken in this order: on the critical path,
 * unblocks most (dependents that wait for nothing else), of the current phase, fewer hours, id.
 */
public final class Plan {
  private final TaskGraph graph;
  private final String phase;
  private final OptionalInt workers;
  private final List<Group> parallelGroups;
  private final Standing standing;
  private final CriticalPath critical;
  private final OpenNeeds open;
  private final List<Integer> ready;
  private final int free;
  private final Schedule schedule;

  private Plan(Builder builder) {
    this.graph = builder.graph;
    this.phase = builder.phase;
    this.workers = builder.workers;
    this.parallelGroups = List.copyOf(builder.groups);
    this.standing = Standing.of(graph);
    this.critical = CriticalPath.of(graph, standing);
    Priority priority = Priority.of(graph, critical, phase);
    this.open = new OpenNeeds(graph, standing);
    this.ready = new ArrayList<>(standing.places(Stage.READY));
    this.ready.sort(Comparator.comparingLong(place -> priority.key(place, open.unblocks(place))));
    this.free = free();
    int most = workers.orElse(Math.max(1, graph.size()));
    this.schedule = ListSchedule.of(graph, standing, critical, priority, most);
  }

  /** Returns the plan without a limit of workers and without a current phase. */
  public static Plan of(TaskGraph graph) {
    return builder(graph).build();
  }

  /** Returns a new builder. */
  public static Builder builder(TaskGraph graph) {
    return new Builder(graph);
  }

  /** {@return the graph that is planned} */
  public TaskGraph graph() {
    return graph;
  }

  /** {@return the phase that goes first among equals; empty if none} */
  public String currentPhase() {
    return phase;
  }

  /** {@return how many tasks may run at the same time; empty if any number} */
  public OptionalInt workers() {
    return workers;
  }

  /** {@return the tasks that can start now, who goes first at the front} */
  public List<Task> ready() {
    return graph.tasks(ready);
  }

  /** {@return the ready tasks that get a worker now} */
  public List<Task> selected() {
    return graph.tasks(ready.subList(0, free));
  }

  /** {@return the ready tasks that wait for a worker} */
  public List<Task> queued() {
    return graph.tasks(ready.subList(free, ready.size()));
  }

  /** {@return the tasks that run, by id} */
  public List<Task> running() {
    return graph.tasks(standing.places(Stage.RUNNING));
  }

  /** {@return the tasks that are completed, by id} */
  public List<Task> completed() {
    return graph.tasks().stream().filter(t -> t.status() == Task.Status.COMPLETED).toList();
  }

  /** {@return the tasks that wait for others, by id} */
  public List<Task> blocked() {
    return graph.tasks(standing.places(Stage.BLOCKED));
  }

  /** Returns the ids that the task waits for directly and that are not done, by id. */
  public List<String> waitsFor(String id) {
    return new Waits(graph, standing).direct(graph.place(id));
  }

  /**
   * Returns the ids that the task waits for, directly or by way of others, the nearest first. Walks
   * the graph at each call.
   */
  public List<String> waitsForInAll(String id) {
    return new Waits(graph, standing).all(graph.place(id), Integer.MAX_VALUE);
  }

  /** {@return the ready tasks in groups that may run together, who goes first at the front} */
  public List<Group> groups() {
    return Groups.of(ready(), parallelGroups);
  }

  /** {@return the tasks of one longest way through what is ahead, by hours} */
  public List<Task> criticalPath() {
    return graph.tasks(critical.path());
  }

  /** {@return how long the critical path is: no number of workers is faster} */
  public Duration criticalTime() {
    return Duration.ofMillis(critical.longest());
  }

  /** Returns whether the task is on a longest way; there can be several. */
  public boolean isCritical(String id) {
    return critical.holds(graph.place(id));
  }

  /** {@return who does what and when, until all that can be done is done} */
  public Schedule schedule() {
    return schedule;
  }

  /** {@return how long the ready tasks take on the workers, those that run now counted in full} */
  public Duration parallelTime() {
    long[] running =
        standing.places(Stage.RUNNING).stream().mapToLong(critical::millis).sorted().toArray();
    long[] tasks = ready.stream().mapToLong(critical::millis).toArray();
    return Duration.ofMillis(Makespan.of(tasks, running, workers.orElse(Integer.MAX_VALUE)));
  }

  /** {@return how long the ready tasks take one after the other} */
  public Duration sequentialTime() {
    return Duration.ofMillis(ready.stream().mapToLong(critical::millis).sum());
  }

  /**
   * {@return sequential by parallel time, to two decimals; empty if there is no time to compare}
   */
  public Optional<BigDecimal> benefit() {
    long parallel = parallelTime().toMillis();
    return parallel == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(sequentialTime().toMillis())
                .divide(BigDecimal.valueOf(parallel), 2, RoundingMode.HALF_UP));
  }

  /** {@return tasks that are not done and that nobody has estimated, by id; they count no time} */
  public List<Task> withoutEstimate() {
    return graph.tasks(
        standing.places(p -> standing.isAhead(p) && graph.task(p).estimate().isEmpty()));
  }

  /** {@return what to know before starting, in words: cancelled dependencies, missing estimates} */
  public List<String> warnings() {
    return new Warnings(this).all();
  }

  /** Returns in words why the task is chosen, queued, blocked, running or done. */
  public String why(String id) {
    int place = graph.place(id);
    boolean isReady = standing.is(place, Stage.READY);
    return new Explanation(this, open).why(place, isReady ? ready.indexOf(place) + 1 : 0);
  }

  @Override
  public String toString() {
    return "Plan[" + ready.size() + " ready of " + graph.size() + "]";
  }

  /** Returns why each of the ready tasks is chosen or queued, in their order. */
  List<String> whyReady() {
    var explanation = new Explanation(this, open);
    List<String> why = new ArrayList<>();
    ready.forEach(place -> why.add(explanation.why(place, why.size() + 1)));
    return why;
  }

  Standing standing() {
    return standing;
  }

  /** Returns how many of the ready tasks, from the front, get a worker now. */
  int selectedCount() {
    return free;
  }

  private int free() {
    if (workers.isEmpty()) {
      return ready.size();
    }
    int running = standing.places(Stage.RUNNING).size();
    return Math.min(ready.size(), Math.max(0, workers.getAsInt() - running));
  }

  /**
   * Tasks that may run together.
   *
   * @param label why they may, or the phase they have in common; empty if neither is known
   * @param tasks their ids
   */
  public record Group(String label, List<String> tasks) {
    /** Copies the list. */
    public Group {
      tasks = List.copyOf(tasks);
    }
  }

  /** Builds a plan; not thread-safe. */
  public static final class Builder {
    private final TaskGraph graph;
    private String phase = "";
    private OptionalInt workers = OptionalInt.empty();
    private List<Group> groups = List.of();

    private Builder(TaskGraph graph) {
      this.graph = graph;
    }

    /** Sets the phase that goes first among equals. By default, none. */
    public Builder currentPhase(String phase) {
      this.phase = phase;
      return this;
    }

    /** Sets how many tasks may run at the same time, at least 1. By default, any number. */
    public Builder workers(int workers) {
      Misuse.check("plan")
          .unless(workers >= 1, () -> workers + " workers do nothing; take at least 1")
          .orThrow();
      this.workers = OptionalInt.of(workers);
      return this;
    }

    /** Sets the groups that ready tasks are shown in. By default, their phases. */
    public Builder groups(List<Group> groups) {
      this.groups = List.copyOf(groups);
      return this;
    }

    /** Returns a new plan. */
    public Plan build() {
      return new Plan(this);
    }
  }
}
