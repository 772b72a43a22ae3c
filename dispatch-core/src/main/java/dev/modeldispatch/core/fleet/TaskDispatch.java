package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionOrder.Thinking;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.workspace.ReviewRules;
import dev.modeldispatch.core.workspace.Workspace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the tasks of a repository's graph on a fleet: each task that can start gets a session, with
 * a prompt from its file and a model by its kind; what a session did is reviewed against the task's
 * boundary; what is done makes way for what waits for it.
 *
 * <p>Tasks with disjoint files work in the main work tree at the same time. Where files overlap,
 * the later task gets a work tree of its own, or waits. A task that fails holds those that wait for
 * it, and nobody else.
 */
public final class TaskDispatch {
  /** What the kinds of work that project files name are called in the routing table. */
  private static final Map<String, String> ROUTES =
      Map.of(
          "implementation", "complex-codegen",
          "testing", "test-scaffolding",
          "documentation", "docs-generation",
          "infrastructure", "boilerplate",
          "research", "research",
          "review", "code-review");

  private final TaskSettings settings;

  private TaskDispatch(TaskSettings settings) {
    this.settings = settings;
  }

  /** Returns a builder. */
  public static Builder builder(SessionFleet fleet, Workspace workspace) {
    return new Builder(fleet, workspace);
  }

  /**
   * Runs until nothing more can be started, and returns what became of each task. An interrupt
   * stops the sessions and ends the run; the flag stays set.
   *
   * @throws SessionException if something is wrong with a task, with all problems; then nothing is
   *     launched
   */
  public TaskReport run() {
    return new TaskRun(settings).run();
  }

  /**
   * Something that happened in a run.
   *
   * @param kind what
   * @param subject the task's id, or the phase's
   * @param words what there is to say of it, in one line
   */
  public record Event(Kind kind, String subject, String words) {
    /** What can happen. */
    public enum Kind {
      /** A task's session has begun. */
      STARTED,
      /** A task waits for a place to work in. */
      WAITS,
      /** A task's session has ended, and its work is looked at. */
      REVIEWED,
      /** A task is done. */
      COMPLETED,
      /** A task is done, and waits to be merged. */
      TO_MERGE,
      /** A task has failed. */
      FAILED,
      /** A phase is complete and reviewed. */
      PHASE;

      private final String code = name().toLowerCase(Locale.ROOT);

      /** {@return the kind in lower case} */
      public String code() {
        return code;
      }
    }

    @Override
    public String toString() {
      return subject + " " + kind.code() + (words.isEmpty() ? "" : ": " + words);
    }
  }

  /** Collects what a run needs; not thread-safe. */
  public static final class Builder {
    private final SessionFleet fleet;
    private final Workspace workspace;
    private Optional<String> place = Optional.empty();
    private RoutingTable routes = RoutingTable.original();
    private final Map<String, String> kinds = new LinkedHashMap<>(ROUTES);
    private Optional<ModelTarget> model = Optional.empty();
    private Optional<Thinking> thinking = Optional.empty();
    private int workers = 4;
    private boolean phased;
    private boolean merging;
    private ReviewRules rules = ReviewRules.none();
    private Duration limit = Duration.ofHours(2);
    private Consumer<Event> listener = event -> {};

    private Builder(SessionFleet fleet, Workspace workspace) {
      this.fleet = fleet;
      this.workspace = workspace;
    }

    /** Names the workspace at the server; by default, the repository's folder. */
    public Builder place(String idOrName) {
      this.place = Optional.of(idOrName);
      return this;
    }

    /** Sets which model does what kind of work, and how much it thinks. */
    public Builder routes(RoutingTable table) {
      this.routes = table;
      return this;
    }

    /** Sends a kind of work that task files name to this task type of the routing table. */
    public Builder route(String kind, String taskType) {
      kinds.put(kind, taskType);
      return this;
    }

    /** Has this model do everything. */
    public Builder model(ModelTarget target) {
      this.model = Optional.of(target);
      return this;
    }

    /** Has every model think this much. */
    public Builder thinking(Thinking level) {
      this.thinking = Optional.of(level);
      return this;
    }

    /** Sets how many sessions work at once, 1 to 200; by default, 4. */
    public Builder workers(int sessions) {
      Misuse.check("task dispatch")
          .unless(
              sessions >= 1 && sessions <= 200, () -> "workers " + sessions + " must be 1 to 200")
          .orThrow();
      this.workers = sessions;
      return this;
    }

    /** Starts a phase only when the one before is complete and reviewed; by default, at once. */
    public Builder phased() {
      this.phased = true;
      return this;
    }

    /**
     * Merges the branch of a task that worked in a tree of its own, as soon as nobody works in the
     * main one; by default, that is a person's to do.
     */
    public Builder merging() {
      this.merging = true;
      return this;
    }

    /** Sets what a review looks for besides files outside; its test runs after each phase. */
    public Builder review(ReviewRules rules) {
      this.rules = rules;
      return this;
    }

    /** Bounds each session; by default, 2 hours. */
    public Builder sessionLimit(Duration limit) {
      Misuse.check("task dispatch")
          .unless(limit.toMillis() > 0, () -> "sessionLimit " + limit + " must be above zero")
          .orThrow();
      this.limit = limit;
      return this;
    }

    /** Tells what happens, on the thread that runs. */
    public Builder listener(Consumer<Event> listener) {
      this.listener = listener;
      return this;
    }

    /** Returns the run, which can be repeated: what is done is not done again. */
    public TaskDispatch build() {
      return new TaskDispatch(
          new TaskSettings(
              fleet,
              workspace,
              place.orElse(workspace.root().toString()),
              routes,
              kinds,
              model,
              thinking,
              workers,
              phased,
              merging,
              rules,
              limit,
              listener));
    }
  }
}
