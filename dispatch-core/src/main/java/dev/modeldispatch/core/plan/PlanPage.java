package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.internal.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The plan as a page for people. For one writing. */
final class PlanPage {
  /** A reason such as {@code Scorers - no dependencies between them} says what the tasks are. */
  private static final Pattern WHAT = Pattern.compile("(\\p{L}+?)s? - .*", Pattern.DOTALL);

  private static final int MAX_OVERLAPS = 50;

  private final Plan plan;
  private final UnaryOperator<String> command;
  private final StringBuilder out = new StringBuilder();

  PlanPage(Plan plan, UnaryOperator<String> command) {
    this.plan = plan;
    this.command = command;
  }

  String text() {
    line("Dispatch Plan");
    line("=============");
    state();
    ready();
    blocked("ready", place -> !plan.standing().waitsForRunning(place));
    blocked("running", plan.standing()::waitsForRunning);
    list("Blocked tasks (waiting on unknown tasks):", stuck());
    list("Scope overlap (not in one workspace):", overlaps());
    list("Warnings:", plan.warnings());
    recommendation();
    return out.toString();
  }

  private void state() {
    line("");
    line("Current state:");
    line("  Phase: " + (plan.currentPhase().isEmpty() ? "none" : shown(plan.currentPhase())));
    line("  Active tasks: " + plan.running().size());
    line("  Completed: " + plan.completed().size() + " / " + plan.graph().size());
  }

  private void ready() {
    line("");
    line("Ready for parallel execution:");
    if (plan.ready().isEmpty()) {
      line("  none");
      return;
    }
    int number = 1;
    for (Plan.Group group : plan.groups()) {
      String label = group.label().isEmpty() ? "" : " (" + shown(group.label()) + ")";
      line("  Group " + number++ + label + ":");
      for (String id : group.tasks()) {
        Task task = plan.graph().task(id);
        line("    - " + Amounts.named(task) + " (" + Amounts.estimate(task) + ")");
      }
    }
    line("");
    String limit =
        plan.workers().isEmpty()
            ? ""
            : " (" + Amounts.count(plan.workers().getAsInt(), "worker") + ")";
    line("  Estimated parallel time: " + Amounts.hours(plan.parallelTime()) + limit);
    line("  Estimated sequential time: " + Amounts.hours(plan.sequentialTime()));
    plan.benefit().ifPresent(b -> line("  Parallelism benefit: " + Amounts.plain(b) + "x"));
  }

  private void blocked(String onWhat, IntPredicate which) {
    List<String> lines =
        plan
            .standing()
            .places(place -> plan.standing().isWaiting(place) && which.test(place))
            .stream()
            .map(this::blocked)
            .toList();
    list("Blocked tasks (waiting on " + onWhat + " tasks):", lines);
  }

  private List<String> stuck() {
    return plan.standing().places(plan.standing()::isStuck).stream().map(this::blocked).toList();
  }

  private String blocked(int place) {
    String id = plan.graph().task(place).id();
    return id + ": blocked by [" + String.join(", ", plan.waitsFor(id)) + "]";
  }

  private List<String> overlaps() {
    List<Task> together = new ArrayList<>(plan.running());
    together.addAll(plan.selected());
    List<Scopes.Overlap> overlaps = Scopes.exact().overlaps(together, MAX_OVERLAPS + 1);
    Stream<String> lines = overlaps.stream().limit(MAX_OVERLAPS).map(PlanPage::overlap);
    boolean isCut = overlaps.size() > MAX_OVERLAPS;
    return Stream.concat(lines, isCut ? Stream.of("more pairs, not shown") : Stream.of()).toList();
  }

  private static String overlap(Scopes.Overlap overlap) {
    return overlap.first()
        + ", "
        + overlap.second()
        + ": "
        + shown(Amounts.list(overlap.files()))
        + " (a worktree each, or in sequence)";
  }

  private void recommendation() {
    line("");
    line("Recommendation:");
    line("  " + advice());
    if (!plan.selected().isEmpty()) {
      line("");
      line("  Commands:");
      plan.selected().forEach(task -> line("    " + command.apply(task.id())));
    }
  }

  private String advice() {
    int selected = plan.selected().size();
    int ready = plan.ready().size();
    if (selected > 1 && selected == ready) {
      return "Start all " + ready + " " + what() + "tasks in parallel using separate worktrees.";
    }
    if (selected == 1) {
      return "Start " + plan.selected().get(0).id() + " in a worktree of its own.";
    }
    if (selected > 1) {
      return "Start "
          + selected
          + " of "
          + ready
          + " ready tasks in parallel using separate worktrees.";
    }
    if (!plan.running().isEmpty()) {
      return "Wait for " + Amounts.count(plan.running().size(), "running task") + ".";
    }
    return plan.blocked().isEmpty()
        ? "All tasks are done."
        : "Nothing can start; name the unknown tasks or drop them.";
  }

  private String what() {
    List<Plan.Group> groups = plan.groups();
    Matcher matcher = WHAT.matcher(groups.get(0).label());
    return groups.size() == 1 && matcher.matches()
        ? matcher.group(1).toLowerCase(Locale.ROOT) + " "
        : "";
  }

  private void list(String heading, List<String> lines) {
    if (!lines.isEmpty()) {
      line("");
      line(heading);
      lines.forEach(each -> line("  - " + each));
    }
  }

  private static String shown(String text) {
    return OneLine.of(text);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
