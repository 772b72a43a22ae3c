package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.TaskDispatch.Event;
import dev.modeldispatch.core.fleet.TaskReport;
import dev.modeldispatch.core.fleet.TaskReport.Phase;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of a run: as a page, as a picture, or as JSON. */
record ReportAnswer(TaskReport report, Arguments arguments) {
  Answer answer() {
    String page =
        report.tasks().isEmpty() ? "Nothing to run; every task is done.\n" : report.text();
    String text = arguments.value("--graph").isPresent() ? report.mermaid() : "\n" + page;
    return Answer.of(isFine() ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN, text, json());
  }

  private boolean isFine() {
    return report.isComplete() && report.phases().stream().allMatch(Phase::isComplete);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("complete", isFine());
    json.put("elapsedMillis", report.elapsed().toMillis());
    json.put("tokens", report.usage().totalTokens());
    report.usage().costUsd().ifPresent(usd -> json.put("costUsd", usd));
    json.put("tasks", report.tasks().stream().map(ReportAnswer::json).toList());
    json.put("phases", report.phases().stream().map(ReportAnswer::json).toList());
    json.put("strays", report.strays());
    arguments.value("--graph").ifPresent(kind -> json.put(kind, report.mermaid()));
    return json;
  }

  private static Map<String, Object> json(TaskReport.Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", entry.task());
    json.put("title", entry.title());
    json.put("outcome", entry.outcome().code());
    json.put("reason", entry.reason());
    json.put("session", entry.session());
    json.put("model", entry.model().map(ModelTarget::toString).orElse(""));
    json.put("folder", entry.folder().map(Object::toString).orElse(""));
    json.put("why", entry.why());
    json.put("changes", entry.changes());
    json.put("outside", entry.outside());
    json.put("tokens", entry.usage().totalTokens());
    json.put("elapsedMillis", entry.elapsed().toMillis());
    return json;
  }

  private static Map<String, Object> json(Phase phase) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", phase.name());
    json.put("complete", phase.isComplete());
    json.put("closedTodos", phase.closedTodos());
    json.put("problems", phase.problems());
    return json;
  }

  /** Returns an event as one line, which foreign text cannot break. */
  static String line(Event event) {
    String line =
        event.kind() == Event.Kind.PHASE
            ? "phase " + event.subject() + ": " + event.words()
            : event.toString();
    return line.replaceAll("\\p{Cntrl}+", " ");
  }
}
