package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a batch of tasks is, and what it unblocks when all of it is complete. Immutable. */
public final class BatchView {
  private final TaskGraph graph;
  private final Project.Batch batch;
  private final Map<String, Work> work;

  private BatchView(TaskGraph graph, Project.Batch batch, Map<String, Work> work) {
    this.graph = graph;
    this.batch = batch;
    this.work = Map.copyOf(work);
  }

  /**
   * Returns the view of a batch.
   *
   * @param work what the tasks' work trees hold, by task id; what is not there is unknown
   */
  public static BatchView of(TaskGraph graph, Project.Batch batch, Map<String, Work> work) {
    return new BatchView(graph, batch, work);
  }

  /** {@return the batch's id} */
  public String id() {
    return batch.id();
  }

  /** {@return the ids of its tasks} */
  public List<String> tasks() {
    return batch.tasks();
  }

  /** {@return how far the batch as a whole is} */
  public Status status() {
    int completed = completed();
    if (completed == batch.tasks().size()) {
      return Status.COMPLETED;
    }
    boolean open =
        batch.tasks().stream().flatMap(id -> graph.find(id).stream()).anyMatch(t -> !isDone(t));
    if (open) {
      return Status.IN_PROGRESS;
    }
    return completed > 0 ? Status.PARTIAL : Status.FAILED;
  }

  /** {@return how many of its tasks are completed} */
  public int completed() {
    return (int)
        batch.tasks().stream()
            .flatMap(id -> graph.find(id).stream())
            .filter(task -> task.status() == Task.Status.COMPLETED)
            .count();
  }

  /** Returns the state of one of its tasks in words, for example {@code completed (PR #123)}. */
  public String state(String id) {
    Optional<Task> task = graph.find(id);
    if (task.isEmpty()) {
      return "unknown";
    }
    String status = task.get().status().code();
    if (task.get().status() == Task.Status.IN_PROGRESS) {
      return status + Optional.ofNullable(work.get(id)).map(w -> " (" + w.words() + ")").orElse("");
    }
    var number = task.get().pullRequest().map(Task.PullRequest::number);
    return number.isPresent() && number.get().isPresent()
        ? status + " (PR #" + number.get().getAsInt() + ")"
        : status;
  }

  /**
   * {@return the tasks that nothing but this batch holds back, be it by way of others, in an order
   * in which they can be done}
   */
  public List<Task> unblocks() {
    Standing standing = Standing.of(graph);
    Set<Integer> complete = new HashSet<>();
    batch.tasks().stream()
        .filter(id -> graph.find(id).isPresent())
        .forEach(id -> complete.add(graph.place(id)));
    List<Task> unblocked = new ArrayList<>();
    for (int step = 0; step < graph.size(); step++) {
      int place = graph.ordered(step);
      boolean waits = standing.isWaiting(place) && !complete.contains(place);
      if (waits && needsOnly(place, complete, standing)) {
        complete.add(place);
        unblocked.add(graph.task(place));
      }
    }
    return unblocked;
  }

  private boolean needsOnly(int place, Set<Integer> complete, Standing standing) {
    Links needs = graph.needs();
    for (int k = needs.from(place); k < needs.to(place); k++) {
      int need = needs.end(k);
      if (!standing.is(need, Standing.Stage.DONE) && !complete.contains(need)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDone(Task task) {
    return task.status().isDone();
  }

  @Override
  public String toString() {
    return "BatchView[" + id() + ", " + status().code() + "]";
  }

  /** How far a batch is. */
  public enum Status {
    /** A task of it is not done. */
    IN_PROGRESS,
    /** All of its tasks are completed. */
    COMPLETED,
    /** All are done, and some, but not all of them, completed. */
    PARTIAL,
    /** All are done, and none completed. */
    FAILED;

    /** {@return the status as the files write it, for example {@code in_progress}} */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a work tree holds.
   *
   * @param commits how many commits it is ahead
   * @param changedFiles how many files have changes that are not committed
   */
  public record Work(int commits, int changedFiles) {
    String words() {
      if (commits == 0 && changedFiles == 0) {
        return "clean";
      }
      String committed = commits == 0 ? "" : Amounts.count(commits, "commit");
      String changed = changedFiles == 0 ? "" : Amounts.count(changedFiles, "changed file");
      return committed + (commits > 0 && changedFiles > 0 ? ", " : "") + changed;
    }
  }
}
