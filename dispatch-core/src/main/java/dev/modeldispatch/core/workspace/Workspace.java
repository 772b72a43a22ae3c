package dev.modeldispatch.core.workspace;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A git repository whose {@code .project} folder names tasks: starts them in work trees beside it,
 * {@code ../NAME-task-ID} on branch {@code task/ID}, and keeps the files true to what git says.
 *
 * <p>Every call takes the repository's lock, which holds between processes, and first repairs what
 * a killed process left half-done. Nothing is forced, overwritten or deleted that could hold work.
 * Git 2.36 or later is needed. The repository's hooks and its fsmonitor are not run; its filters
 * are, as git lfs needs them. Whatever is wrong with repository or files is a {@link
 * WorkspaceException} that names all of it. Thread-safe; calls wait for git.
 */
public final class Workspace {
  private final Repository repository;
  private final RepositoryLock lock;
  private final ProjectStore store;
  private final InstantSource clock;
  private final StepWatch watch;

  private Workspace(Builder builder) {
    var git = new Git(builder.git, builder.gitLimit);
    this.repository = Repository.of(git, builder.folder.toAbsolutePath().normalize(), builder.base);
    this.clock = builder.clock;
    this.watch = builder.watch;
    Path own = repository.common().resolve("model-dispatch");
    this.lock = RepositoryLock.of(own.resolve("lock"));
    this.store = new ProjectStore(repository.root(), own.resolve("step.json"), watch);
  }

  /** Returns the workspace of the repository that the folder is in, with all defaults. */
  public static Workspace open(Path folder) {
    return builder(folder).build();
  }

  /** Returns a new builder. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /** {@return the main work tree, which holds {@code .project}} */
  public Path root() {
    return repository.root();
  }

  /** {@return the project as its files are now; what is wrong with them is in its findings} */
  public Project project() {
    return lock.holding(store::read);
  }

  /** {@return the comparison of files as this repository's file system makes it} */
  public Scopes scopes() {
    Scopes scopes = Scopes.exact().resolving(new RealPaths(repository.root()));
    return repository.ignoresCase() ? scopes.ignoringCase() : scopes;
  }

  /** Returns the boundary of a task; an unknown id is misuse. */
  public Boundary boundary(String id) {
    return Boundary.of(project().graph().task(id), scopes());
  }

  /** Starts all tasks that are ready. */
  public Started execute() {
    return execute(project -> project.plan().build());
  }

  /** Starts ready tasks until so many run; at least 1. */
  public Started execute(int workers) {
    return execute(project -> project.plan().workers(workers).build());
  }

  /** Starts these tasks, of which each is either ready or refused with the reason. */
  public Started start(List<String> ids) {
    return changing(
        project -> {
          Plan plan = project.plan().build();
          List<Task> ready = ready(project, plan, ids);
          return execution().run(plan, project, ready, ready.size());
        });
  }

  /**
   * Starts these tasks in the main work tree, where several can work at once if their files are
   * disjoint. Their commits are told apart by their subjects, which begin with the task's id and a
   * colon.
   */
  public Started startHere(List<String> ids) {
    return changing(
        project -> {
          Plan plan = project.plan().build();
          List<String> names = ready(project, plan, ids).stream().map(Task::id).toList();
          String branch = repository.branchHere();
          if (!branch.equals(repository.base())) {
            throw new WorkspaceException(
                repository.root()
                    + " is not on "
                    + Misuse.quote(repository.base())
                    + "; check it out, or name another base");
          }
          return execution().here(plan, project, names);
        });
  }

  private static List<Task> ready(Project project, Plan plan, List<String> ids) {
    List<Task> ready = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String id : ids) {
      Optional<Task> task = project.graph().find(id);
      task.filter(plan.ready()::contains).ifPresent(ready::add);
      if (task.isEmpty()) {
        problems.add("no task " + Misuse.quote(id));
      } else if (!ready.contains(task.get())) {
        problems.add(plan.why(id) + "; only a ready task can be started");
      }
    }
    orThrow(problems);
    return ready;
  }

  /**
   * Lets a task that was started in the main work tree be started again. One that has left commits
   * or changed files there is refused: a person has to look at them.
   */
  public void giveBack(String id) {
    withTask(
        id,
        (project, task) -> {
          String base = startedHere(project, task);
          Review.Entry left = reviewing(project, ReviewRules.none()).here(task, base, List.of());
          if (!left.changes().isEmpty()) {
            throw new WorkspaceException(
                id + " has left " + String.join(", ", left.changes()) + "; look at it first");
          }
          execution().giveBackHere(id);
          return task;
        });
  }

  /**
   * Compares what a session did in the main work tree with what it may do there.
   *
   * @param told the files that its tools say to have written, relative to the root
   */
  public Review.Entry reviewHere(String id, List<String> told, ReviewRules rules) {
    return withTask(
        id,
        (project, task) -> reviewing(project, rules).here(task, startedHere(project, task), told));
  }

  private static String startedHere(Project project, Task task) {
    var book = new Book(project);
    return book.base(task.id())
        .filter(base -> book.isHere(task.id()))
        .orElseThrow(
            () -> new WorkspaceException(task.id() + " was not started in the main work tree"));
  }

  private Reviewing reviewing(Project project, ReviewRules rules) {
    return new Reviewing(repository, project, scopes(), rules);
  }

  /** {@return how the main work tree is now, to compare it later} */
  public Strays strays() {
    return Strays.now(repository);
  }

  /** Runs the rules' test command in the main work tree; returns how it ended, unless it passed. */
  public String test(ReviewRules rules) {
    return rules.test().isEmpty() ? "" : reviewing(project(), rules).test(root());
  }

  /** {@return how far the last batch is; empty if there was none} */
  public Optional<Progress> status() {
    return changing(project -> new Watching(repository, project).look());
  }

  /** Completes the task if its branch is merged into the base, as git says. */
  public Completed complete(String id) {
    return withTask(id, (project, task) -> completing().ask(project, task));
  }

  /** Completes the task because the caller knows that it is merged, for example squashed. */
  public Completed completeMerged(String id) {
    return withTask(
        id, (project, task) -> completing().complete(project, task, "said to be merged"));
  }

  /** Writes down the number of the task's pull request. */
  public void recordPullRequest(String id, int number) {
    Misuse.check("pull request")
        .unless(number > 0, () -> number + " is not a number of a pull request")
        .orThrow();
    withTask(
        id,
        (project, task) -> {
          completing().pullRequest(project, task, number);
          return task;
        });
  }

  /**
   * Merges the task's branch into the base, in the main work tree. Returns why that cannot be done,
   * unless it is; a merge that does not go through is taken back.
   */
  public Optional<String> merge(String id) {
    return withTask(id, (project, task) -> new Merging(repository).run(task));
  }

  /** Compares what the sessions of the last batch changed with what they may change. */
  public Review review(ReviewRules rules) {
    Project project = changing(found -> found);
    return reviewing(project, rules).run();
  }

  /** Takes away the work trees and branches of done tasks, where nothing can be lost. */
  public Removed cleanup() {
    return changing(project -> new Cleaning(repository).run(project, store));
  }

  @Override
  public String toString() {
    return "Workspace[" + repository.root() + "]";
  }

  private Started execute(Function<Project, Plan> planned) {
    return changing(
        project -> {
          Plan plan = planned.apply(project);
          return execution().run(plan, project, plan.ready(), plan.selected().size());
        });
  }

  private Execution execution() {
    return new Execution(repository, store, scopes(), now(), watch);
  }

  private Completing completing() {
    return new Completing(repository, store, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private <T> T withTask(String id, Work<T> work) {
    return changing(
        project -> {
          Optional<Task> task = project.graph().find(id);
          orThrow(task.isPresent() ? List.of() : List.of("no task " + Misuse.quote(id)));
          return work.on(project, task.orElseThrow());
        });
  }

  private <T> T changing(Function<Project, T> work) {
    Supplier<T> checked =
        () -> {
          Project project = store.read();
          orThrow(project.errors().stream().map(e -> e.subject() + ": " + e.message()).toList());
          return work.apply(project);
        };
    return lock.holding(checked);
  }

  private static void orThrow(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new WorkspaceException(problems);
    }
  }

  /** What is done with one task of a project. */
  private interface Work<T> {
    T on(Project project, Task task);
  }

  /** Builds a workspace; not thread-safe. */
  public static final class Builder {
    private final Path folder;
    private String base = "main";
    private String git = "git";
    private Duration gitLimit = Duration.ofMinutes(2);
    private InstantSource clock = MonotonicTime.start();
    private StepWatch watch = StepWatch.NONE;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Sets the branch that work starts from and is merged into. By default, {@code main}. */
    public Builder base(String branch) {
      this.base = branch;
      return this;
    }

    /** Sets the git program. By default, the one that is found as {@code git}. */
    public Builder git(Path program) {
      this.git = program.toString();
      return this;
    }

    /** Sets how long one run of git may take. By default, 2 minutes. */
    public Builder gitLimit(Duration limit) {
      this.gitLimit = limit;
      return this;
    }

    /** Sets the clock. By default, the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    Builder watch(StepWatch watch) {
      this.watch = watch;
      return this;
    }

    /** Returns the workspace, or throws {@link WorkspaceException} with all that is wrong. */
    public Workspace build() {
      return new Workspace(this);
    }
  }
}
