package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.internal.MermaidLabel;
import dev.modeldispatch.core.internal.OneLine;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A schedule as a Mermaid gantt chart, one section per worker. A plan has no clock: day 1 is. */
final class Gantt {
  private static final LocalDateTime DAY_ONE = LocalDateTime.of(2001, 1, 1, 0, 0);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Gantt() {}

  static String of(Plan plan) {
    var out = new StringBuilder("gantt\n");
    out.append("  title Schedule: " + Amounts.hours(plan.schedule().makespan()) + "\n");
    out.append("  dateFormat YYYY-MM-DD HH:mm:ss\n");
    out.append("  axisFormat day %j %H:%M\n");
    Map<Integer, List<Schedule.Entry>> lanes =
        plan.schedule().entries().stream()
            .collect(
                Collectors.groupingBy(Schedule.Entry::worker, TreeMap::new, Collectors.toList()));
    lanes.forEach(
        (worker, entries) -> {
          out.append("  section Worker " + worker + "\n");
          entries.forEach(entry -> out.append("  " + line(plan, entry) + "\n"));
        });
    return out.toString();
  }

  /** Begins with a word of ours: Mermaid reads a title that begins with one of its own as such. */
  private static String line(Plan plan, Schedule.Entry entry) {
    Task task = entry.task();
    String name = task.title().isEmpty() ? task.id() : task.id() + " " + OneLine.of(task.title());
    String active = task.status() == Task.Status.IN_PROGRESS ? "active, " : "";
    String critical = plan.isCritical(task.id()) ? "crit, " : "";
    return "Task "
        + MermaidLabel.of(name)
        + " :"
        + active
        + critical
        + ("t" + plan.graph().place(task.id()) + ", ")
        + TIME.format(DAY_ONE.plus(entry.start()))
        + ", "
        + TIME.format(DAY_ONE.plus(entry.end()));
  }
}
