package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Says in words why a task is where it is.
 *
 * @param open who holds back whom, before anything starts
 */
record Explanation(Plan plan, OpenNeeds open) {
  private static final int MAX_LISTED = 20;

  /** Returns why the task is where it is; a ready one with its number among them, from 1. */
  String why(int place, int number) {
    Task task = plan.graph().task(place);
    return task.id()
        + ": "
        + switch (plan.standing().stage(place)) {
          case DONE -> task.status().code() + ", nothing waits for it any more";
          case RUNNING -> "running, counts against the workers";
          case BLOCKED -> blocked(place);
          case READY -> ready(task, place, number);
        };
  }

  private String blocked(int place) {
    String direct = String.join(", ", new Waits(plan.graph(), plan.standing()).direct(place));
    List<String> all = new Waits(plan.graph(), plan.standing()).all(place, MAX_LISTED + 1);
    String cut = all.size() > MAX_LISTED ? ", ..." : "";
    String chain = String.join(", ", all.subList(0, Math.min(all.size(), MAX_LISTED))) + cut;
    String unknown =
        plan.standing().isStuck(place) ? "; it cannot start while one of them is unknown" : "";
    return "blocked by " + direct + (chain.equals(direct) ? "" : "; in all by " + chain) + unknown;
  }

  private String ready(Task task, int place, int number) {
    String because = String.join(", ", reasons(task, place));
    return number <= plan.selectedCount()
        ? "chosen, number " + number + ": " + because
        : "queued, number " + (number - plan.selectedCount()) + " in the queue: " + because;
  }

  private List<String> reasons(Task task, int place) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        plan.isCritical(task.id())
            ? "on the critical path of " + Amounts.hours(plan.criticalTime())
            : "not on the critical path");
    int unblocks = open.unblocks(place);
    reasons.add("unblocks " + (unblocks == 0 ? "nothing alone" : Amounts.count(unblocks, "task")));
    if (!plan.currentPhase().isEmpty()) {
      boolean same = task.phase().equals(plan.currentPhase());
      reasons.add(same ? "of the current phase" : "not of the current phase");
    }
    reasons.add(Amounts.estimate(task));
    return reasons;
  }
}
