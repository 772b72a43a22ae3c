package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.plan.BatchView;
import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.PlanText.Launch;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Starts tasks: first they are claimed in the project's files, with the commit that they start
 * from, then their trees are made. Whoever finds a claim without a tree makes it; a claim whose
 * tree cannot be made is given back. For one run, under the lock.
 */
final class Execution {
  private final Repository repository;
  private final Worktrees trees;
  private final ProjectStore store;
  private final Scopes scopes;
  private final Instant now;
  private final StepWatch watch;
  private final Map<String, String> refused = new TreeMap<>();

  Execution(
      Repository repository, ProjectStore store, Scopes scopes, Instant now, StepWatch watch) {
    this.repository = repository;
    this.trees = new Worktrees(repository);
    this.store = store;
    this.scopes = scopes;
    this.now = now;
    this.watch = watch;
  }

  /** Starts the first tasks that can be started, at most so many. */
  Started run(Plan plan, Project project, List<Task> candidates, int most) {
    List<String> claimed = running(project);
    List<Launch> resumed = make(project, claimed.stream().filter(this::isIncomplete).toList());
    List<String> wanted = new ArrayList<>();
    for (Task task : candidates) {
      if (wanted.size() == most) {
        break;
      }
      Optional<String> obstacle = obstacle(project, task.id());
      obstacle.ifPresent(why -> refused.put(task.id(), why));
      if (obstacle.isEmpty()) {
        wanted.add(task.id());
      }
    }
    if (!wanted.isEmpty()) {
      claim(
          project,
          wanted,
          id -> Book.worktree(id, repository.folder(id), repository.baseCommit(), now),
          folders(wanted));
    }
    Project after = store.read();
    List<Launch> launches = make(after, wanted);
    return started(plan, store.read(), launches, resumed);
  }

  /** Starts tasks in the main work tree: they are claimed, and get no tree. */
  Started here(Plan plan, Project project, List<String> ids) {
    List<String> wanted = new ArrayList<>();
    for (String id : ids) {
      if (project.files().texts().containsKey(Paths.task(id))) {
        wanted.add(id);
      } else {
        refused.put(id, noFile(id));
      }
    }
    String branch = repository.branchHere();
    if (!wanted.isEmpty()) {
      String base = repository.baseCommit();
      claim(project, wanted, id -> Book.here(repository.root(), branch, base, now), List.of());
    }
    List<Launch> launches =
        wanted.stream().map(id -> new Launch(id, repository.root().toString())).toList();
    return started(plan, store.read(), launches, List.of());
  }

  /** Gives back what was started in the main work tree and came to nothing. */
  void giveBackHere(String id) {
    giveBack(store.read(), id);
  }

  private static String noFile(String id) {
    return "it has no file .project/" + Paths.task(id) + " to work from; write it";
  }

  private Started started(Plan plan, Project after, List<Launch> launches, List<Launch> resumed) {
    List<Task> running =
        after.graph().tasks().stream()
            .filter(task -> task.status() == Task.Status.IN_PROGRESS)
            .toList();
    return new Started(
        after.batch().filter(batch -> isOpen(after)).map(Project.Batch::id).orElse(""),
        launches,
        resumed,
        queued(plan, launches),
        refused,
        scopes.overlaps(running));
  }

  private List<String> queued(Plan plan, List<Launch> launches) {
    List<String> started = launches.stream().map(Launch::task).toList();
    return plan.ready().stream()
        .map(Task::id)
        .filter(id -> !started.contains(id) && !refused.containsKey(id))
        .toList();
  }

  /** Returns the tasks of the open batch that were started by a dispatch and are not done. */
  private static List<String> running(Project project) {
    var book = new Book(project);
    return project.batch().map(Project.Batch::tasks).orElse(List.of()).stream()
        .filter(id -> project.graph().find(id).filter(Execution::isRunning).isPresent())
        .filter(id -> book.base(id).isPresent() && !book.isHere(id))
        .toList();
  }

  private static boolean isRunning(Task task) {
    return task.status() == Task.Status.IN_PROGRESS;
  }

  private boolean isIncomplete(String id) {
    return trees.find(id).filter(tree -> !tree.isHalfMade()).isEmpty();
  }

  private Optional<String> obstacle(Project project, String id) {
    if (!project.files().texts().containsKey(Paths.task(id))) {
      return Optional.of(noFile(id));
    }
    return trees.obstacle(id);
  }

  private void claim(
      Project project, List<String> ids, Function<String, ObjectNode> place, List<String> folders) {
    var book = new Book(project);
    List<Edit> edits = new ArrayList<>();
    for (String id : ids) {
      edits.addAll(Derived.status(project, id, Task.Status.IN_PROGRESS));
      edits.add(Edit.set(Paths.task(id), place.apply(id), "worktree"));
    }
    boolean tops = isOpen(project);
    Set<String> tasks = new LinkedHashSet<>();
    if (tops) {
      project.batch().ifPresent(batch -> tasks.addAll(batch.tasks()));
    }
    tasks.addAll(ids);
    if (!tops) {
      ObjectNode batch = Json.object().put("id", book.nextBatch()).put("started_at", now + "");
      edits.add(Edit.set(Paths.STATE, batch, "dispatch_batch"));
    }
    edits.add(Edit.set(Paths.STATE, Derived.array(tasks), "dispatch_batch", "tasks"));
    edits.add(book.folders(folders, List.of()));
    edits.add(Book.updated(now));
    store.change(project, edits);
    watch.at("claimed");
  }

  private static boolean isOpen(Project project) {
    return project
        .batch()
        .filter(
            batch ->
                BatchView.of(project.graph(), batch, Map.of()).status()
                    == BatchView.Status.IN_PROGRESS)
        .isPresent();
  }

  private List<Launch> make(Project project, List<String> ids) {
    var book = new Book(project);
    List<Launch> made = new ArrayList<>();
    for (String id : ids) {
      Optional<String> trouble = trees.ensure(id, book.base(id).orElseThrow());
      watch.at("tree " + id);
      if (trouble.isEmpty()) {
        String folder = trees.find(id).map(tree -> tree.path().toString()).orElseThrow();
        made.add(new Launch(id, folder));
      } else {
        refused.put(id, trouble.get());
        giveBack(id);
      }
    }
    return made;
  }

  private void giveBack(String id) {
    if (repository.commit(Repository.ref(id)).isPresent()) {
      return; // its branch may hold work, so the task stays as it is, for a person to look at
    }
    giveBack(store.read(), id);
  }

  private void giveBack(Project project, String id) {
    List<Edit> edits = new ArrayList<>(Derived.status(project, id, Task.Status.READY));
    edits.add(Edit.drop(Paths.task(id), "worktree"));
    List<String> tasks = new ArrayList<>();
    project.batch().ifPresent(batch -> tasks.addAll(batch.tasks()));
    tasks.remove(id);
    edits.add(
        tasks.isEmpty()
            ? Edit.drop(Paths.STATE, "dispatch_batch")
            : Edit.set(Paths.STATE, Derived.array(tasks), "dispatch_batch", "tasks"));
    edits.add(new Book(project).folders(List.of(), folders(List.of(id))));
    store.change(project, edits);
  }

  private List<String> folders(List<String> ids) {
    return ids.stream().map(id -> repository.folder(id).toString()).toList();
  }
}
