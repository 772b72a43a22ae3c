package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a project's graph files say, and what is wrong with them: all of it at once. Immutable.
 *
 * <p>Where the files differ, the file of a task wins over the index; where they differ from what
 * can be computed, the computed wins. Both are drift. Errors leave no graph to plan with.
 */
public final class Project {
  private final ProjectFiles files;
  private final List<Finding> findings;
  private final Optional<TaskGraph> graph;
  private final List<Plan.Group> groups;
  private final StateFile state;

  Project(
      ProjectFiles files,
      List<Finding> findings,
      Optional<TaskGraph> graph,
      List<Plan.Group> groups,
      StateFile state) {
    this.files = files;
    this.findings = List.copyOf(findings);
    this.graph = graph;
    this.groups = List.copyOf(groups);
    this.state = state;
  }

  /** Reads and checks the files; what is wrong with them is in {@link #findings()}. */
  public static Project of(ProjectFiles files) {
    return new ProjectReader(files).read();
  }

  /** {@return the files that were read} */
  public ProjectFiles files() {
    return files;
  }

  /** {@return all that is wrong, errors first} */
  public List<Finding> findings() {
    return findings;
  }

  /** {@return what leaves no graph to plan with} */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }

  /** {@return the graph; with errors throws {@link IllegalArgumentException} that names them} */
  public TaskGraph graph() {
    Misuse problems = Misuse.check("project");
    errors().forEach(error -> problems.add(error.subject() + ": " + error.message()));
    problems.orThrow();
    return graph.orElseThrow();
  }

  /** {@return a builder of the graph's plan, with the project's current phase and its groups} */
  public Plan.Builder plan() {
    return Plan.builder(graph()).currentPhase(state.phase()).groups(groups);
  }

  /** {@return the phase the project is in; empty if it does not say} */
  public String currentPhase() {
    return state.phase();
  }

  /** {@return the batch that the project's state names, if any} */
  public Optional<Batch> batch() {
    return state.batch();
  }

  @Override
  public String toString() {
    return "Project[" + findings.size() + " findings]";
  }

  /**
   * A batch of tasks that were started together.
   *
   * @param id for example {@code batch-001}
   * @param tasks their ids
   */
  public record Batch(String id, List<String> tasks) {
    /** Copies the list. */
    public Batch {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param kind what kind of thing
   * @param subject the task or the file that it is about
   * @param message what is wrong, in words, in one line
   */
  public record Finding(Kind kind, String subject, String message) {
    /** {@return whether it leaves no graph to plan with} */
    public boolean isError() {
      return kind.level == Level.ERROR;
    }

    @Override
    public String toString() {
      return kind.level.name().toLowerCase(Locale.ROOT) + " " + subject + ": " + message;
    }
  }

  /** What can be wrong. */
  public enum Kind {
    /** The index is not there. */
    NO_INDEX(Level.ERROR),
    /** A file is there and cannot be read as text. */
    UNREAD(Level.ERROR),
    /** A file is not the JSON that it should be. */
    BROKEN_JSON(Level.ERROR),
    /** A field has a value of the wrong kind. */
    WRONG_FIELD(Level.ERROR),
    /** An id is not safe as a file name, a branch name and an argument. */
    HOSTILE_ID(Level.ERROR),
    /** Two ids differ in case alone. */
    TWIN_IDS(Level.ERROR),
    /** Tasks wait for each other. */
    CYCLE(Level.ERROR),
    /** A status differs between index, file and what can be computed. */
    STATUS(Level.DRIFT),
    /** Another field differs between index and file. */
    FIELD(Level.DRIFT),
    /** {@code blocked_by} differs from {@code dependency_graph}, or is not kept. */
    DEPENDENCIES(Level.DRIFT),
    /** A task of the index has no file. */
    NO_FILE(Level.DRIFT),
    /** A task file is not in the index. */
    NOT_IN_INDEX(Level.DRIFT),
    /** An id is named that no task has. */
    UNKNOWN_ID(Level.DRIFT),
    /** The stored ready tasks are not the computed ones. */
    READY_TASKS(Level.DRIFT),
    /** The stored critical path is not a longest one. */
    CRITICAL_PATH(Level.DRIFT),
    /** The state's active tasks are not those in progress. */
    ACTIVE_TASKS(Level.DRIFT),
    /** A task that is not done has no usable estimate. */
    NO_ESTIMATE(Level.GAP);

    private final Level level;

    Kind(Level level) {
      this.level = level;
    }
  }

  /** How bad a finding is. */
  private enum Level {
    ERROR,
    DRIFT,
    GAP
  }
}
