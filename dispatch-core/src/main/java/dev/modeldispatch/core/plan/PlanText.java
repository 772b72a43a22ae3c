package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.OneLine;
import java.util.List;

/**
 * The texts of planning, for people, programs and drawing tools. Immutable.
 *
 * <p>The commands in them are templates: {@code {ID}} becomes the task's id, {@code {IDS}} all ids.
 * Titles are foreign; no control character of theirs comes out, and none can be read as a part of
 * the text around it.
 */
public final class PlanText {
  private static final PlanText ORIGINAL =
      new PlanText(
          "/worktree create {ID}", "claude --task {ID}", "./scripts/dispatch-sessions.sh {IDS}");

  private final String worktree;
  private final String launch;
  private final String sessions;

  private PlanText(String worktree, String launch, String sessions) {
    this.worktree = worktree;
    this.launch = launch;
    this.sessions = sessions;
  }

  /**
   * {@return the texts with the commands {@code /worktree create {ID}}, {@code claude --task {ID}}
   * and {@code ./scripts/dispatch-sessions.sh {IDS}}}
   */
  public static PlanText original() {
    return ORIGINAL;
  }

  /** Returns the same texts with this command, with {@code {ID}}, to make a work tree. */
  public PlanText withWorktree(String template) {
    return new PlanText(checked(template, "{ID}"), launch, sessions);
  }

  /** Returns the same texts with this command, with {@code {ID}}, to work on a task. */
  public PlanText withLaunch(String template) {
    return new PlanText(worktree, checked(template, "{ID}"), sessions);
  }

  /** Returns the same texts with this command, with {@code {IDS}}, to work on several tasks. */
  public PlanText withSessions(String template) {
    return new PlanText(worktree, launch, checked(template, "{IDS}"));
  }

  /** Returns the plan. */
  public String plan(Plan plan) {
    return new PlanPage(plan, id -> worktree.replace("{ID}", id)).text();
  }

  /** Returns who is chosen and who is queued under the plan's limit of workers. */
  public String workers(Plan plan) {
    var out = new StringBuilder();
    out.append("Ready tasks: ").append(plan.ready().size()).append('\n');
    if (!plan.running().isEmpty()) {
      out.append("Running tasks: ").append(Amounts.ids(plan.running())).append('\n');
    }
    String limit = plan.workers().isPresent() ? "" + plan.workers().getAsInt() : "none";
    out.append("Worker limit: ").append(limit).append('\n');
    String selected = plan.selected().isEmpty() ? "none" : Amounts.ids(plan.selected());
    out.append("Selected for dispatch: ").append(selected).append('\n');
    if (!plan.queued().isEmpty()) {
      out.append("\nQueued (will dispatch when workers free):\n  - ")
          .append(Amounts.ids(plan.queued()))
          .append('\n');
    }
    return out.toString();
  }

  /** Returns how to start a session in each of these work trees. */
  public String launch(List<Launch> launches) {
    var out = new StringBuilder("Worktrees created:\n");
    int terminal = 1;
    for (Launch each : launches) {
      out.append("\n  Terminal ").append(terminal++).append(":\n");
      out.append("    cd ").append(ShellWord.of(each.folder())).append('\n');
      out.append("    ").append(launch.replace("{ID}", each.task())).append('\n');
    }
    if (!launches.isEmpty()) {
      String ids = String.join(" ", launches.stream().map(Launch::task).toList());
      out.append("\nOr use tmux:\n    ").append(sessions.replace("{IDS}", ids)).append('\n');
    }
    return out.toString();
  }

  /** Returns how far the batch is, and what it unblocks. */
  public String status(BatchView batch) {
    var out = new StringBuilder("Batch " + OneLine.of(batch.id()) + " status:\n\n");
    batch.tasks().forEach(id -> out.append("  " + id + ": " + batch.state(id) + "\n"));
    int total = batch.tasks().size();
    long percent = total == 0 ? 100 : Math.round(100.0 * batch.completed() / total);
    out.append("\n  Progress: " + batch.completed() + "/" + total + " (" + percent + "%)\n");
    List<Task> unblocks = batch.unblocks();
    if (!unblocks.isEmpty()) {
      out.append("\n  When all complete, these tasks unblock:\n");
      unblocks.forEach(task -> out.append("    - " + Amounts.named(task) + "\n"));
    }
    return out.toString();
  }

  /** Returns what is wrong with the project's files, one finding in a line. */
  public String check(Project project) {
    var out = new StringBuilder();
    int errors = project.errors().size();
    int others = project.findings().size() - errors;
    out.append("Graph check: " + Amounts.count(errors, "error"));
    out.append(", " + Amounts.count(others, "other finding") + "\n");
    project.findings().forEach(finding -> out.append("  " + finding + "\n"));
    return out.toString();
  }

  /** Returns the plan as JSON, with what each task waits for by way of others. */
  public String json(Plan plan) {
    return PlanJson.of(plan);
  }

  /** Returns the graph as a Mermaid flow chart: done, running, ready, on the critical path. */
  public String mermaid(Plan plan) {
    return Drawing.of(plan).mermaid();
  }

  /** Returns the graph for Graphviz: done, running, ready, on the critical path. */
  public String dot(Plan plan) {
    return Drawing.of(plan).dot();
  }

  /** Returns the plan's schedule as a Mermaid gantt chart that starts on 2001-01-01. */
  public String gantt(Plan plan) {
    return Gantt.of(plan);
  }

  @Override
  public String toString() {
    return "PlanText[" + worktree + ", " + launch + ", " + sessions + "]";
  }

  private static String checked(String template, String wanted) {
    Misuse.check("command")
        .unless(
            template.contains(wanted) && template.chars().noneMatch(Character::isISOControl),
            () -> Misuse.quote(template) + " is no command in one line that holds " + wanted)
        .orThrow();
    return template;
  }

  /**
   * A work tree to start a session in.
   *
   * @param task the task's id
   * @param folder the work tree's folder
   */
  public record Launch(String task, String folder) {
    /** Checks the id. */
    public Launch {
      Misuse problems = Misuse.check("launch");
      SafeId.problem(task).ifPresent(problems::add);
      problems.orThrow();
    }
  }
}
