package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Usage;
import dev.modeldispatch.core.fleet.TaskReport.Entry;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.fleet.TaskReport.Phase;
import dev.modeldispatch.core.internal.MermaidLabel;
import dev.modeldispatch.core.internal.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people: as a page, and as a picture. Foreign text cannot forge a line of it. */
record TaskReportText(TaskReport report) {
  private static final Map<Outcome, String> FILLS =
      Map.of(
          Outcome.COMPLETED, "fill:#c8e6c9,stroke:#388e3c",
          Outcome.TO_MERGE, "fill:#bbdefb,stroke:#1976d2",
          Outcome.FAILED, "fill:#ffcdd2,stroke:#d32f2f",
          Outcome.HELD, "fill:#ffffff,stroke:#757575");

  String page() {
    var out = new StringBuilder();
    for (Entry entry : report.tasks()) {
      out.append(entry(entry));
    }
    for (Phase phase : report.phases()) {
      out.append(phase(phase));
    }
    if (!report.strays().isEmpty()) {
      out.append("\nChanged by nobody's task:\n");
      report.strays().forEach(file -> out.append("  ").append(OneLine.of(file)).append('\n'));
    }
    return out.append('\n').append(sum()).append('\n').toString();
  }

  private static String entry(Entry entry) {
    var out = new StringBuilder();
    out.append(
        "%-10s %-9s %s%n"
            .formatted(
                entry.task(),
                entry.outcome().code(),
                OneLine.of(entry.title().isEmpty() ? entry.reason() : entry.title())));
    if (!entry.title().isEmpty() && entry.outcome() != Outcome.COMPLETED) {
      out.append("  why      ").append(OneLine.of(entry.reason())).append('\n');
    }
    if (!entry.session().isEmpty()) {
      out.append("  session  ").append(OneLine.of(entry.session()));
      entry.model().ifPresent(model -> out.append(" by ").append(model));
      out.append(", ").append(seconds(entry.elapsed())).append(cost(entry.usage())).append('\n');
    }
    entry.folder().ifPresent(f -> out.append("  in       " + f + " (" + entry.why() + ")\n"));
    entry.changes().forEach(change -> out.append("  changed  " + OneLine.of(change) + "\n"));
    entry.outside().forEach(file -> out.append("  OUTSIDE  " + OneLine.of(file) + "\n"));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static String phase(Phase phase) {
    var out = new StringBuilder("\nPhase ").append(OneLine.of(phase.name()));
    out.append(phase.isComplete() ? ": complete and reviewed\n" : ": open\n");
    phase.problems().forEach(problem -> out.append("  " + OneLine.of(problem) + "\n"));
    if (!phase.closedTodos().isEmpty()) {
      out.append("  closed   " + String.join(", ", phase.closedTodos()) + "\n");
    }
    return out.toString();
  }

  private String sum() {
    Map<Outcome, Integer> counts = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    report.tasks().forEach(entry -> counts.merge(entry.outcome(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach(
        (outcome, count) -> {
          if (count > 0 || outcome == Outcome.COMPLETED) {
            words.add(count + " " + outcome.code());
          }
        });
    return String.join(", ", words) + " in " + seconds(report.elapsed()) + cost(report.usage());
  }

  private static String seconds(Duration elapsed) {
    return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
  }

  private static String cost(Usage usage) {
    String tokens = usage.totalTokens() == 0 ? "" : ", " + usage.totalTokens() + " tokens";
    return tokens + usage.costUsd().map(usd -> ", $" + usd.toPlainString()).orElse("");
  }

  String mermaid() {
    var out = new StringBuilder("flowchart LR\n");
    Map<String, List<Entry>> places = new LinkedHashMap<>();
    for (Entry entry : report.tasks()) {
      String place = entry.folder().map(Object::toString).orElse("not started");
      places.computeIfAbsent(place, p -> new ArrayList<>()).add(entry);
    }
    int place = 0;
    int node = 0;
    for (Map.Entry<String, List<Entry>> each : places.entrySet()) {
      out.append("  subgraph p" + place++ + "[\"" + label(each.getKey()) + "\"]\n");
      for (Entry entry : each.getValue()) {
        String id = "t" + node++;
        out.append("    " + id + "[\"" + label(entry.task() + " " + entry.title()) + "\"]\n");
        out.append("    style " + id + " " + FILLS.get(entry.outcome()) + "\n");
        int file = 0;
        for (String change : entry.changes()) {
          out.append("    " + id + " --> " + id + "f" + file++ + "[\"" + label(change) + "\"]\n");
        }
      }
      out.append("  end\n");
    }
    return out.toString();
  }

  private static String label(String text) {
    return MermaidLabel.of(OneLine.of(text));
  }
}
