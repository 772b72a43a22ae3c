package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.OneLine;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A plan as JSON. */
final class PlanJson {
  /** A long chain would otherwise list its whole length for each of its tasks. */
  private static final int MAX_WAITS = 100;

  private PlanJson() {}

  static String of(Plan plan) {
    ObjectNode json = Json.object();
    json.put("phase", OneLine.of(plan.currentPhase()));
    plan.workers().ifPresent(workers -> json.put("workers", workers));
    json.put("completed", plan.completed().size());
    json.put("total", plan.graph().size());
    ids(json, "running", plan.running());
    ids(json, "ready", plan.ready());
    ids(json, "selected", plan.selected());
    ids(json, "queued", plan.queued());
    groups(json.putArray("groups"), plan);
    blocked(json.putArray("blocked"), plan);
    ids(json, "critical_path", plan.criticalPath());
    hours(json, "critical_hours", plan.criticalTime());
    hours(json, "parallel_hours", plan.parallelTime());
    hours(json, "sequential_hours", plan.sequentialTime());
    plan.benefit().ifPresent(benefit -> json.put("benefit", benefit));
    hours(json, "makespan_hours", plan.schedule().makespan());
    schedule(json.putArray("schedule"), plan);
    plan.warnings().forEach(json.putArray("warnings")::add);
    return new String(Json.bytes(json), StandardCharsets.UTF_8);
  }

  private static void groups(ArrayNode groups, Plan plan) {
    Map<String, String> why = new HashMap<>();
    Iterator<String> reasons = plan.whyReady().iterator();
    plan.ready().forEach(task -> why.put(task.id(), reasons.next()));
    for (Plan.Group group : plan.groups()) {
      ObjectNode node = groups.addObject();
      node.put("label", OneLine.of(group.label()));
      ArrayNode tasks = node.putArray("tasks");
      for (String id : group.tasks()) {
        Task task = plan.graph().task(id);
        ObjectNode each = tasks.addObject().put("id", id).put("title", OneLine.of(task.title()));
        task.estimate().ifPresent(time -> hours(each, "hours", time));
        each.put("why", why.get(id));
      }
    }
  }

  private static void blocked(ArrayNode blocked, Plan plan) {
    var waits = new Waits(plan.graph(), plan.standing());
    for (Task task : plan.blocked()) {
      ObjectNode node = blocked.addObject().put("id", task.id());
      node.put("title", OneLine.of(task.title()));
      plan.waitsFor(task.id()).forEach(node.putArray("blocked_by")::add);
      List<String> all = waits.all(plan.graph().place(task.id()), MAX_WAITS + 1);
      all.stream().limit(MAX_WAITS).forEach(node.putArray("waits_for")::add);
      if (all.size() > MAX_WAITS) {
        node.put("waits_for_more", true);
      }
    }
  }

  private static void schedule(ArrayNode schedule, Plan plan) {
    for (Schedule.Entry entry : plan.schedule().entries()) {
      ObjectNode node = schedule.addObject().put("id", entry.task().id());
      node.put("worker", entry.worker());
      hours(node, "start", entry.start());
      hours(node, "end", entry.end());
    }
  }

  private static void ids(ObjectNode json, String name, List<Task> tasks) {
    ArrayNode ids = json.putArray(name);
    tasks.forEach(task -> ids.add(task.id()));
  }

  private static void hours(ObjectNode json, String name, Duration time) {
    json.put(name, new BigDecimal(Amounts.number(time)));
  }
}
