package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.PlanText;
import dev.modeldispatch.core.plan.PlanText.Launch;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.workspace.Completed;
import dev.modeldispatch.core.workspace.Progress;
import dev.modeldispatch.core.workspace.Removed;
import dev.modeldispatch.core.workspace.Started;
import dev.modeldispatch.core.workspace.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what is asked for, and says what came of it. */
record Commands(Workspace workspace, Arguments arguments) {
  Answer run() {
    return switch (arguments.command()) {
      case PLAN -> plan();
      case CHECK -> check();
      case EXECUTE -> execute();
      case STATUS -> status();
      case COMPLETE -> complete(arguments.ids().get(0));
      case BOUNDARY -> boundary(arguments.ids().get(0));
      case REVIEW -> new ReviewCommand(workspace, arguments).run();
      case CLEANUP -> cleanup();
      default -> throw new IllegalStateException(arguments.command() + " is done elsewhere");
    };
  }

  private PlanText text() {
    PlanText text = PlanText.original();
    String script = "./" + SessionsScript.PATH + " {IDS}";
    Optional<String> launch = arguments.value("--launch");
    if (launch.isPresent()) {
      text = text.withLaunch(launch.get()).withSessions(own(launch.get()) + script);
    }
    Optional<String> worktree = arguments.value("--worktree");
    return worktree.isPresent() ? text.withWorktree(worktree.get()) : text;
  }

  private static String own(String launch) {
    return "DISPATCH_LAUNCH='" + launch.replace("'", "'\\''") + "' ";
  }

  private Plan plan(Project project) {
    Plan.Builder plan = project.plan();
    arguments.number("--workers").ifPresent(plan::workers);
    return plan.build();
  }

  private Answer plan() {
    Project project = workspace.project();
    Plan plan = plan(project);
    Optional<String> graph = arguments.value("--graph");
    if (graph.isPresent()) {
      String picture =
          switch (graph.get()) {
            case "dot" -> text().dot(plan);
            case "gantt" -> text().gantt(plan);
            default -> text().mermaid(plan);
          };
      return new Answer(0, picture, Answer.of(0, "", Map.of(graph.get(), picture)).json());
    }
    String page = text().plan(plan);
    if (plan.workers().isPresent()) {
      page += "\n" + text().workers(plan);
    }
    int findings = project.findings().size();
    if (findings > 0) {
      page += "\n" + findings + (findings == 1 ? " finding" : " findings") + "; see check.\n";
    }
    return new Answer(0, page, text().json(plan) + "\n");
  }

  private Answer check() {
    Project project = workspace.project();
    List<Map<String, String>> findings =
        project.findings().stream()
            .map(f -> Map.of("kind", f.kind() + "", "subject", f.subject(), "message", f.message()))
            .toList();
    int drift = findings.isEmpty() ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN;
    int exit = project.errors().isEmpty() ? drift : TaskDispatch.BAD_INPUT;
    return Answer.of(exit, text().check(project), Map.of("findings", findings));
  }

  private Answer execute() {
    Plan plan = plan(workspace.project());
    Started started = start();
    Optional<String> script =
        started.launches().isEmpty() ? Optional.empty() : SessionsScript.write(workspace.root());
    var page = new StringBuilder();
    if (plan.workers().isPresent()) {
      page.append(text().workers(plan)).append('\n');
    }
    if (!started.launches().isEmpty()) {
      page.append(text().launch(started.launches()));
      script.ifPresent(note -> page.append("    (" + note + ")\n"));
    } else if (started.refused().isEmpty()) {
      page.append("Nothing to start; plan tells why.\n");
    }
    if (!started.resumed().isEmpty()) {
      page.append("\nMade again, or to the end:\n");
      started.resumed().forEach(each -> page.append("  - " + each.folder() + "\n"));
    }
    if (!started.refused().isEmpty()) {
      page.append("\nNot started:\n");
      started.refused().forEach((id, why) -> page.append("  - " + id + ": " + why + "\n"));
    }
    started.overlaps().forEach(overlap -> page.append(words(overlap)));
    int exit = started.refused().isEmpty() ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN;
    return Answer.of(exit, page.toString(), json(started));
  }

  private Started start() {
    if (!arguments.ids().isEmpty()) {
      return workspace.start(arguments.ids());
    }
    var workers = arguments.number("--workers");
    return workers.isPresent() ? workspace.execute(workers.getAsInt()) : workspace.execute();
  }

  private String words(Scopes.Overlap overlap) {
    Project project = workspace.project();
    Task first = project.graph().task(overlap.first());
    Task second = project.graph().task(overlap.second());
    Scopes.Choice choice = workspace.scopes().choose(first, second);
    String advice =
        choice.place() == Scopes.Place.SEQUENCE
            ? "; better one after the other"
            : "; merge one before the other is done";
    return "\n" + first.id() + " and " + second.id() + ": " + choice.reason() + advice + "\n";
  }

  private static Map<String, Object> json(Started started) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batch", started.batch());
    json.put("started", launches(started.launches()));
    json.put("resumed", launches(started.resumed()));
    json.put("queued", started.queued());
    json.put("refused", started.refused());
    json.put(
        "overlaps",
        started.overlaps().stream()
            .map(o -> Map.of("tasks", List.of(o.first(), o.second()), "files", o.files()))
            .toList());
    return json;
  }

  private static List<Map<String, String>> launches(List<Launch> launches) {
    return launches.stream().map(l -> Map.of("task", l.task(), "folder", l.folder())).toList();
  }

  private Answer status() {
    Optional<Progress> progress = workspace.status();
    if (progress.isEmpty()) {
      return Answer.of(0, "No batch yet; execute starts one.\n", Map.of());
    }
    var batch = progress.get().batch();
    var page = new StringBuilder(text().status(batch));
    progress.get().notes().forEach(note -> page.append("\n  ! " + note + "\n"));
    Map<String, String> tasks = new LinkedHashMap<>();
    batch.tasks().forEach(id -> tasks.put(id, batch.state(id)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batch", batch.id());
    json.put("status", batch.status().code());
    json.put("tasks", tasks);
    json.put("unblocks", batch.unblocks().stream().map(Task::id).toList());
    json.put("notes", progress.get().notes());
    return Answer.of(0, page.toString(), json);
  }

  private Answer complete(String id) {
    arguments.number("--pr").ifPresent(number -> workspace.recordPullRequest(id, number));
    Completed completed =
        arguments.has("--merged") ? workspace.completeMerged(id) : workspace.complete(id);
    List<String> unblocked = completed.unblocked().stream().map(Task::id).toList();
    var recorded = arguments.number("--pr");
    String page =
        (recorded.isPresent() ? "PR #" + recorded.getAsInt() + " is recorded.\n" : "")
            + id
            + (completed.isCompleted() ? " is completed: " : " is not completed: ")
            + completed.reason()
            + ".\n"
            + (unblocked.isEmpty() ? "" : "Ready now: " + String.join(", ", unblocked) + "\n");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", id);
    json.put("completed", completed.isCompleted());
    json.put("reason", completed.reason());
    json.put("ready", unblocked);
    int exit = completed.isCompleted() ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN;
    return Answer.of(exit, page, json);
  }

  private Answer boundary(String id) {
    String text = workspace.boundary(id).text();
    return Answer.of(0, text, Map.of("task", id, "text", text));
  }

  private Answer cleanup() {
    Removed removed = workspace.cleanup();
    var page = new StringBuilder();
    removed
        .trees()
        .forEach(
            id ->
                page.append("Removed the work tree of " + id)
                    .append(removed.branches().contains(id) ? " and its branch\n" : "\n"));
    removed.kept().forEach((id, why) -> page.append("Kept " + id + ": " + why + "\n"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("trees", removed.trees());
    json.put("branches", removed.branches());
    json.put("kept", removed.kept());
    int exit = removed.kept().isEmpty() ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN;
    return Answer.of(exit, page.isEmpty() ? "Nothing to remove.\n" : page.toString(), json);
  }
}
