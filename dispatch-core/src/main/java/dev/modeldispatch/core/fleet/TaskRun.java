package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionServer.Ability;
import dev.modeldispatch.core.fleet.TaskDispatch.Event;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.PlanText;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.workspace.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One run of tasks. Everything but the sessions goes on in the thread that called: it starts what
 * can be started, and then waits for the next session to end.
 */
final class TaskRun {
  private final TaskSettings settings;
  private final Project before;
  private final TaskEnds finish;
  private final Phases phases;
  private final Map<String, LiveTask> live = new LinkedHashMap<>();
  private final Map<String, TaskReport.Entry> done = new LinkedHashMap<>();
  private final Map<String, String> waits = new LinkedHashMap<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

  /** A session that rests, or cannot be known any more. */
  private record Ended(LiveTask task, CompletableFuture<SessionState> turn) {}

  TaskRun(TaskSettings settings) {
    this.settings = settings;
    this.before = settings.workspace().project();
    this.finish = new TaskEnds(settings);
    this.phases = new Phases(settings, before, settings.workspace().strays());
  }

  TaskReport run() {
    Instant start = now();
    check();
    boolean interrupted = false;
    try {
      loop();
    } catch (InterruptedException e) {
      interrupted = true;
      giveUp();
    } catch (RuntimeException e) {
      if (!Thread.interrupted()) { // which is how files and git tell it
        stopAll(e);
        throw e;
      }
      interrupted = true;
      giveUp();
    }
    TaskReport report = report(start);
    if (interrupted) {
      Thread.currentThread().interrupt(); // only now, since it keeps files from being read
    }
    return report;
  }

  private void loop() throws InterruptedException {
    startAll();
    while (!live.isEmpty()) {
      Ended next = ended.take();
      TaskReport.Entry end = finish.end(next.task(), next.turn(), now());
      live.remove(next.task().id());
      put(end);
      startAll();
    }
  }

  private TaskReport report(Instant start) {
    held();
    phases.close(done);
    return new TaskReport(
        List.copyOf(done.values()),
        phases.report(done),
        phases.strays(),
        Duration.between(start, now()));
  }

  /** All that is wrong with any task is found before the first is launched. */
  private void check() {
    List<SessionOrder> orders = new ArrayList<>();
    for (Task task : before.graph().tasks()) {
      if (task.status() != Task.Status.IN_PROGRESS && !task.status().isDone()) {
        orders.add(settings.order(before, task, settings.place()));
      }
    }
    try {
      List<String> problems = new OrderChecks(settings.fleet().crew()).problems(orders).join();
      if (!problems.isEmpty()) {
        throw SessionException.refused(problems);
      }
    } catch (CompletionException e) {
      throw SessionFailures.exception(e);
    }
  }

  private void startAll() {
    merge();
    boolean goesOn = true;
    while (goesOn) { // what cannot be started makes room for the next
      goesOn = false;
      Project project = settings.workspace().project();
      for (Task task : project.plan().build().ready()) {
        if (live.size() < settings.workers()
            && !done.containsKey(task.id())
            && !live.containsKey(task.id())
            && phases.isOpen(task, done)) {
          goesOn |= start(project, task);
        }
      }
    }
  }

  /** Whether the task is out of the way, one way or the other. */
  private boolean start(Project project, Task task) {
    List<Task> here = live.values().stream().filter(LiveTask::isHere).map(LiveTask::task).toList();
    boolean opens = settings.fleet().crew().can(Ability.OPEN_FOLDERS);
    TaskPlace place = TaskPlace.choose(settings.workspace().scopes(), task, here, opens);
    if (place.hasToWait()) {
      if (!place.reason().equals(waits.put(task.id(), place.reason()))) {
        settings.tell(Event.Kind.WAITS, task.id(), place.reason());
      }
      return false;
    }
    List<String> ids = List.of(task.id());
    Started started =
        place.isHere() ? settings.workspace().startHere(ids) : settings.workspace().start(ids);
    if (started.launches().isEmpty()) {
      String why = started.refused().getOrDefault(task.id(), "it could not be started");
      put(LiveTask.unlaunched(task, place, now()).entry(Outcome.FAILED, why, now()));
      return true;
    }
    launch(project, task, place, started.launches().get(0));
    return false;
  }

  private void launch(Project project, Task task, TaskPlace place, PlanText.Launch where) {
    String workspace = place.isHere() ? settings.place() : where.folder();
    SessionOrder order = settings.order(project, task, workspace);
    var started = new LiveTask(task, order, place, Path.of(where.folder()), now());
    live.put(task.id(), started);
    CompletableFuture<FleetSession> launch = settings.fleet().launch(order);
    started.launches(launch);
    CompletableFuture<SessionState> turn =
        launch.thenCompose(
            session -> {
              started.has(session);
              return session.turn(settings.limit());
            });
    settings.tell(Event.Kind.STARTED, task.id(), "in " + where.folder() + ", " + place.reason());
    var unused = turn.whenComplete((state, thrown) -> ended.add(new Ended(started, turn)));
  }

  private void put(TaskReport.Entry entry) {
    done.put(entry.task(), entry);
    Event.Kind kind =
        switch (entry.outcome()) {
          case COMPLETED -> Event.Kind.COMPLETED;
          case TO_MERGE -> Event.Kind.TO_MERGE;
          default -> Event.Kind.FAILED;
        };
    settings.tell(kind, entry.task(), entry.reason());
  }

  /** Nobody merges under the hands of those who work in the main tree. */
  private void merge() {
    if (settings.merging() && live.values().stream().noneMatch(LiveTask::isHere)) {
      for (TaskReport.Entry entry : List.copyOf(done.values())) {
        if (entry.outcome() == Outcome.TO_MERGE) {
          TaskReport.Entry merged = finish.merge(entry);
          if (!merged.equals(entry)) {
            put(merged);
          }
        }
      }
    }
  }

  private void giveUp() {
    var cancelled =
        new SessionException(
            Failure.builder(FailureKind.CANCELLED, "the run was interrupted.").build());
    for (LiveTask task : List.copyOf(live.values())) {
      live.remove(task.id());
      put(finish.end(task, CompletableFuture.failedFuture(cancelled), now()));
    }
  }

  /** No session works on for a run that has broken. */
  private void stopAll(RuntimeException why) {
    for (LiveTask task : live.values()) {
      finish.stop(task).ifPresent(left -> why.addSuppressed(new IllegalStateException(left)));
    }
  }

  /** Those that were not started, with what they wait for. */
  private void held() {
    Project after = settings.workspace().project();
    Plan plan = after.plan().build();
    for (Task task : after.graph().tasks()) {
      if (!task.status().isDone() && !done.containsKey(task.id())) {
        String why = waits.getOrDefault(task.id(), plan.why(task.id()));
        if (!phases.isOpen(task, done)) {
          why = "the phase before is not complete and reviewed";
        }
        TaskPlace nowhere = new TaskPlace(Scopes.Place.SEQUENCE, why);
        done.put(
            task.id(), LiveTask.unlaunched(task, nowhere, now()).entry(Outcome.HELD, why, now()));
      }
    }
  }

  private Instant now() {
    return settings.fleet().crew().time().clock().instant();
  }
}
