package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.plan.Standing.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Says what to know before a plan is followed. */
record Warnings(Plan plan) {
  List<String> all() {
    List<String> warnings = new ArrayList<>();
    for (int place : plan.standing().places(p -> !plan.standing().is(p, Stage.DONE))) {
      String id = plan.graph().task(place).id();
      String cancelled = needs(place, status -> status == Task.Status.CANCELLED);
      if (!cancelled.isEmpty()) {
        warnings.add(id + ": " + cancelled + " is cancelled, and counts as done");
      }
      String open = needs(place, status -> !status.isDone());
      if (plan.standing().is(place, Stage.RUNNING) && !open.isEmpty()) {
        warnings.add(id + " runs, although " + open + " is not done");
      }
      if (!plan.graph().unknown(place).isEmpty()) {
        String unknown = String.join(", ", plan.graph().unknown(place));
        warnings.add(id + " cannot start: no task is called " + unknown);
      }
    }
    List<Task> blank = plan.withoutEstimate();
    if (!blank.isEmpty()) {
      warnings.add("no estimate, counted as 0 hours: " + Amounts.ids(blank));
    }
    return warnings;
  }

  private String needs(int place, Predicate<Task.Status> which) {
    Set<String> ids = new TreeSet<>();
    Links needs = plan.graph().needs();
    for (int k = needs.from(place); k < needs.to(place); k++) {
      Task need = plan.graph().task(needs.end(k));
      if (which.test(need.status())) {
        ids.add(need.id());
      }
    }
    return String.join(", ", ids);
  }
}
