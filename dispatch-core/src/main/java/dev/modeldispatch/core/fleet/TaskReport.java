package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a run of tasks. Immutable.
 *
 * @param tasks one entry for each task that was not done before, in the order of their starts;
 *     those that were not started come last
 * @param phases how the phases of these tasks stand
 * @param strays the files that changed in the main work tree and are nobody's
 * @param elapsed how long it took
 */
public record TaskReport(
    List<Entry> tasks, List<Phase> phases, List<String> strays, Duration elapsed) {
  /** Copies the lists. */
  public TaskReport {
    tasks = List.copyOf(tasks);
    phases = List.copyOf(phases);
    strays = List.copyOf(strays);
  }

  /** What became of a task. */
  public enum Outcome {
    /** It is done, reviewed, and where it belongs. */
    COMPLETED,
    /** It is done and reviewed, on a branch that somebody has to merge. */
    TO_MERGE,
    /** It came to nothing, or to something that a person has to look at. */
    FAILED,
    /** It was not started, since something else has to come first. */
    HELD;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** {@return the outcome in lower case, for example {@code to_merge}} */
    public String code() {
      return code;
    }
  }

  /**
   * One task.
   *
   * @param task its id
   * @param title its title
   * @param outcome what became of it
   * @param reason why, in one line
   * @param session the id of its session; empty if it got none
   * @param folder where it worked; empty if it did not
   * @param why why it worked there
   * @param model who worked
   * @param changes git's letter and path of each file that it changed
   * @param outside the files among them that it may not write
   * @param usage what its session has cost
   * @param elapsed how long its session took
   */
  public record Entry(
      String task,
      String title,
      Outcome outcome,
      String reason,
      String session,
      Optional<Path> folder,
      String why,
      Optional<ModelTarget> model,
      List<String> changes,
      List<String> outside,
      Usage usage,
      Duration elapsed) {
    /** Copies the lists. */
    public Entry {
      changes = List.copyOf(changes);
      outside = List.copyOf(outside);
    }
  }

  /**
   * How a phase stands.
   *
   * @param name its id
   * @param isComplete whether all its tasks are done and reviewed, and nothing else is wrong
   * @param closedTodos the todos that were marked as closed
   * @param problems what is wrong, each in one line
   */
  public record Phase(
      String name, boolean isComplete, List<String> closedTodos, List<String> problems) {
    /** Copies the lists. */
    public Phase {
      closedTodos = List.copyOf(closedTodos);
      problems = List.copyOf(problems);
    }
  }

  /** {@return whether every task is completed, and nothing strange is left} */
  public boolean isComplete() {
    return strays.isEmpty() && tasks.stream().allMatch(e -> e.outcome() == Outcome.COMPLETED);
  }

  /** {@return what all sessions have cost} */
  public Usage usage() {
    return tasks.stream().map(Entry::usage).reduce(Usage.none(), Usage::plus);
  }

  /** {@return the report as a page of text} */
  public String text() {
    return new TaskReportText(this).page();
  }

  /** {@return who worked where, on which files, as a Mermaid flowchart} */
  public String mermaid() {
    return new TaskReportText(this).mermaid();
  }
}
