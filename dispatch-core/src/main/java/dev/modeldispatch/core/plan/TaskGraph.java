package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tasks and what each waits for, without a cycle. Immutable.
 *
 * <p>A task may wait for an id that no task has: it is in the graph, and cannot start.
 */
public final class TaskGraph {
  private final GraphBuild build;
  private final Links feeds;
  private final int[] order;

  private TaskGraph(GraphBuild build, Links feeds, int[] order) {
    this.build = build;
    this.feeds = feeds;
    this.order = order;
  }

  /**
   * Returns the graph of these tasks, or throws {@link IllegalArgumentException} with all that is
   * wrong: ids that are there twice or differ in case alone, and the path of every cycle.
   */
  public static TaskGraph of(Collection<Task> tasks) {
    GraphBuild build = GraphBuild.of(tasks);
    Misuse problems = Misuse.check("task graph");
    build.problems().forEach(problems::add);
    problems.orThrow();
    return of(build);
  }

  /** Returns the graph of a build without problems. */
  static TaskGraph of(GraphBuild build) {
    Links feeds = build.needs().reversed();
    return new TaskGraph(build, feeds, GraphBuild.order(build.needs(), feeds));
  }

  /** {@return the tasks by id} */
  public List<Task> tasks() {
    return build.tasks();
  }

  /** Returns the task of this id, if there is one. */
  public Optional<Task> find(String id) {
    return Optional.ofNullable(build.places().get(id)).map(build.tasks()::get);
  }

  /** Returns the task of this id; an unknown one is misuse. */
  public Task task(String id) {
    return task(place(id));
  }

  /** Returns the tasks that wait for this one directly, by id. */
  public List<Task> dependents(String id) {
    int place = place(id);
    return IntStream.range(feeds.from(place), feeds.to(place))
        .mapToObj(k -> task(feeds.end(k)))
        .toList();
  }

  /** Returns the ids that this task waits for and that no task has. */
  public List<String> unknownDependencies(String id) {
    return unknown(place(id));
  }

  /** {@return how many tasks there are} */
  public int size() {
    return build.tasks().size();
  }

  @Override
  public String toString() {
    return "TaskGraph[" + size() + " tasks]";
  }

  Task task(int place) {
    return build.tasks().get(place);
  }

  int place(String id) {
    Integer place = build.places().get(id);
    if (place == null) {
      throw new IllegalArgumentException(
          "no task " + Misuse.quote(id) + " in this graph of " + size() + " tasks; name one of it");
    }
    return place;
  }

  List<String> unknown(int place) {
    Map<Integer, List<String>> unknown = build.unknown();
    return unknown.isEmpty() ? List.of() : List.copyOf(unknown.getOrDefault(place, List.of()));
  }

  Links needs() {
    return build.needs();
  }

  Links feeds() {
    return feeds;
  }

  /** Returns the place at this step of an order in which each comes after all it waits for. */
  int ordered(int step) {
    return order[step];
  }

  List<Task> tasks(Collection<Integer> places) {
    var tasks = new ArrayList<Task>(places.size());
    places.forEach(place -> tasks.add(task(place)));
    return tasks;
  }
}
