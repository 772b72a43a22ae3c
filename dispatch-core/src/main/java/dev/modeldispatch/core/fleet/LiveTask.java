package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Usage;
import dev.modeldispatch.core.fleet.TaskReport.Entry;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.plan.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A task that was given to a session. Its session is set once, on a thread of the fleet's; all else
 * by the run.
 */
final class LiveTask {
  private final Task task;
  private final Optional<SessionOrder> order;
  private final TaskPlace place;
  private final Optional<Path> folder;
  private final Instant since;
  private volatile Optional<FleetSession> session = Optional.empty();
  private Optional<CompletableFuture<FleetSession>> launch = Optional.empty();

  private LiveTask(
      Task task,
      Optional<SessionOrder> order,
      TaskPlace place,
      Optional<Path> folder,
      Instant since) {
    this.task = task;
    this.order = order;
    this.place = place;
    this.folder = folder;
    this.since = since;
  }

  LiveTask(Task task, SessionOrder order, TaskPlace place, Path folder, Instant since) {
    this(task, Optional.of(order), place, Optional.of(folder), since);
  }

  /** A task that got no session. */
  static LiveTask unlaunched(Task task, TaskPlace place, Instant now) {
    return new LiveTask(task, Optional.empty(), place, Optional.empty(), now);
  }

  void launches(CompletableFuture<FleetSession> future) {
    launch = Optional.of(future);
  }

  /** A session that is still to come is undone by the fleet when it comes. */
  void callOff() {
    launch.ifPresent(future -> future.cancel(true));
  }

  void has(FleetSession launched) {
    session = Optional.of(launched);
  }

  String id() {
    return task.id();
  }

  Task task() {
    return task;
  }

  boolean isHere() {
    return place.isHere();
  }

  Optional<FleetSession> session() {
    return session;
  }

  Optional<Path> folder() {
    return folder;
  }

  /** Returns what became of it, as far as nothing was looked at. */
  Entry entry(Outcome outcome, String reason, Instant now) {
    return entry(outcome, reason, List.of(), List.of(), Usage.none(), now);
  }

  Entry entry(
      Outcome outcome,
      String reason,
      List<String> changes,
      List<String> outside,
      Usage usage,
      Instant now) {
    return new Entry(
        task.id(),
        task.title(),
        outcome,
        reason,
        session.map(FleetSession::id).orElse(""),
        folder,
        place.reason(),
        order.flatMap(SessionOrder::model),
        changes,
        outside,
        usage,
        Duration.between(since, now));
  }
}
