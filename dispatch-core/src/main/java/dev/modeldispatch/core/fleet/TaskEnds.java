package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.fleet.TaskDispatch.Event;
import dev.modeldispatch.core.fleet.TaskReport.Entry;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.workspace.Completed;
import dev.modeldispatch.core.workspace.Review;
import dev.modeldispatch.core.workspace.ReviewRules;
import dev.modeldispatch.core.workspace.Workspace;
import dev.modeldispatch.core.workspace.WorkspaceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Ends tasks: what a session did is looked at, and is done, somebody's to merge, or failed. A
 * session that has ended its turn is stopped; what it said stays at the server.
 */
final class TaskEnds {
  private final TaskSettings settings;
  private final Workspace workspace;

  TaskEnds(TaskSettings settings) {
    this.settings = settings;
    this.workspace = settings.workspace();
  }

  /** Returns what became of a task whose session rests, or failed. */
  Entry end(LiveTask task, CompletableFuture<SessionState> turn, Instant now) {
    Optional<Failure> failure = failure(turn);
    Usage usage = turn.isCompletedExceptionally() ? Usage.none() : turn.join().usage();
    List<String> told = told(task);
    Optional<String> unstopped = stop(task);
    Review.Entry review;
    try {
      review = review(task, told);
    } catch (WorkspaceException e) {
      String why =
          Thread.currentThread().isInterrupted()
              ? "the run was interrupted before its review"
              : "cannot be reviewed: " + e.getMessage();
      return task.entry(Outcome.FAILED, why, now);
    }
    int files = review.changes().size();
    String words = files == 1 ? "1 file changed" : files + " files changed";
    settings.tell(Event.Kind.REVIEWED, task.id(), words);
    List<String> problems = problems(failure, unstopped, review);
    if (!problems.isEmpty()) {
      problems.addAll(giveBack(task, review));
      return entry(task, Outcome.FAILED, String.join("; ", problems), review, usage, now);
    }
    return task.isHere()
        ? complete(task, review, usage, now)
        : entry(
            task,
            Outcome.TO_MERGE,
            "merge task/" + task.id() + ", then complete it",
            review,
            usage,
            now);
  }

  private static Optional<Failure> failure(CompletableFuture<SessionState> turn) {
    try {
      SessionState state = turn.join();
      return state.status() == SessionState.Status.READY || state.failure().isPresent()
          ? state.failure()
          : Optional.of(
              Failure.builder(
                      FailureKind.UNKNOWN, "its session ended as " + state.status().code() + ".")
                  .build());
    } catch (CompletionException e) {
      return Optional.of(SessionFailures.of(e));
    }
  }

  private static List<String> told(LiveTask task) {
    try {
      return task.session().isEmpty() ? List.of() : task.session().get().writes().join();
    } catch (CompletionException e) {
      return List.of(); // then the commits and the boundary have to tell
    }
  }

  /** Stops a task's session; returns why it may still run, unless it is stopped. */
  Optional<String> stop(LiveTask task) {
    try {
      task.callOff();
      task.session().ifPresent(session -> session.stop().join());
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(SessionFailures.of(e).message());
    }
  }

  private Review.Entry review(LiveTask task, List<String> told) {
    if (task.isHere()) {
      return workspace.reviewHere(task.id(), inside(told), settings.rules());
    }
    ReviewRules rules = settings.rules();
    return workspace.review(rules).tasks().stream()
        .filter(entry -> entry.task().equals(task.id()))
        .findFirst()
        .orElseThrow();
  }

  /** Files as paths from the root, which is how git names them. */
  private List<String> inside(List<String> told) {
    return told.stream()
        .map(
            file -> {
              Path path = workspace.root().resolve(file).normalize();
              return path.startsWith(workspace.root())
                  ? workspace.root().relativize(path).toString()
                  : file;
            })
        .toList();
  }

  private static List<String> problems(
      Optional<Failure> failure, Optional<String> unstopped, Review.Entry review) {
    List<String> problems = new ArrayList<>();
    failure.ifPresent(why -> problems.add(why.toString()));
    unstopped.ifPresent(problems::add);
    if (!review.outside().isEmpty()) {
      problems.add("wrote outside of its files: " + String.join(", ", review.outside()));
    }
    if (!review.forbidden().isEmpty()) {
      problems.add("left what is forbidden: " + String.join(", ", review.forbidden()));
    }
    if (!review.test().isEmpty()) {
      problems.add("its test " + review.test());
    }
    if (!review.uncommitted().isEmpty()) {
      problems.add("did not commit " + String.join(", ", review.uncommitted()));
    }
    if (review.commits().isEmpty() && problems.isEmpty()) {
      problems.add("ended without a commit");
    }
    return problems;
  }

  /** A task that left nothing can be started again; else somebody has to look at it. */
  private List<String> giveBack(LiveTask task, Review.Entry review) {
    if (!task.isHere() || !review.changes().isEmpty()) {
      return List.of("it stays in progress until somebody has looked at it");
    }
    try {
      workspace.giveBack(task.id());
      return List.of();
    } catch (WorkspaceException e) {
      return e.problems();
    }
  }

  private Entry complete(LiveTask task, Review.Entry review, Usage usage, Instant now) {
    Completed completed = workspace.complete(task.id());
    return entry(
        task,
        completed.isCompleted() ? Outcome.COMPLETED : Outcome.FAILED,
        completed.reason(),
        review,
        usage,
        now);
  }

  /** Merges the branch of a task, if that goes without a conflict. */
  Entry merge(Entry entry) {
    Optional<String> obstacle = workspace.merge(entry.task());
    if (obstacle.isPresent()) {
      return with(entry, Outcome.TO_MERGE, obstacle.get());
    }
    Completed completed = workspace.complete(entry.task());
    return with(
        entry, completed.isCompleted() ? Outcome.COMPLETED : Outcome.TO_MERGE, completed.reason());
  }

  private static Entry entry(
      LiveTask task,
      Outcome outcome,
      String reason,
      Review.Entry review,
      Usage usage,
      Instant now) {
    return task.entry(outcome, reason, review.changes(), review.outside(), usage, now);
  }

  private static Entry with(Entry entry, Outcome outcome, String reason) {
    return new Entry(
        entry.task(),
        entry.title(),
        outcome,
        reason,
        entry.session(),
        entry.folder(),
        entry.why(),
        entry.model(),
        entry.changes(),
        entry.outside(),
        entry.usage(),
        entry.elapsed());
  }
}
