package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Completes tasks, and records their pull requests. For one run, under the lock. */
record Completing(Repository repository, ProjectStore store, Instant now) {
  /** Completes the task if git says that its branch is merged. */
  Completed ask(Project project, Task task) {
    Optional<String> start = new Book(project).base(task.id());
    if (task.status() == Task.Status.COMPLETED) {
      return new Completed(task.id(), true, "it was completed before", List.of());
    }
    if (start.isEmpty()) {
      return refused(task, "it was not started by a dispatch");
    }
    if (new Book(project).isHere(task.id())) {
      int commits = new Commits(repository).of(task.id(), start.get()).size();
      return commits > 0
          ? complete(project, task, Commits.words(commits) + " on " + repository.base())
          : refused(task, "no commit since its start begins with " + task.id() + ":");
    }
    Merged merged = Merged.of(repository, task.id(), start.get());
    return merged.isMerged()
        ? complete(project, task, merged.reason())
        : refused(task, merged.reason());
  }

  /** Completes the task because the caller says that it is merged. */
  Completed complete(Project project, Task task, String reason) {
    List<Edit> edits = new ArrayList<>(Derived.status(project, task.id(), Task.Status.COMPLETED));
    if (Derived.json(project, Paths.INDEX).path("tasks").path(task.id()).isObject()) {
      edits.add(Edit.set(Paths.INDEX, BooleanNode.TRUE, "tasks", task.id(), "pr_merged"));
    }
    edits.add(Book.updated(now));
    List<String> before = Plan.of(project.graph()).ready().stream().map(Task::id).toList();
    store.change(project, edits);
    List<Task> ready = new ArrayList<>(Plan.of(store.read().graph()).ready());
    ready.removeIf(each -> before.contains(each.id()));
    return new Completed(task.id(), true, reason, ready);
  }

  /** Writes down the number of the task's pull request. */
  void pullRequest(Project project, Task task, int number) {
    String file = Paths.task(task.id());
    JsonNode old = Derived.json(project, file).path("pr");
    ObjectNode pr = old instanceof ObjectNode object ? object.deepCopy() : Json.object();
    if (old.isTextual()) {
      pr.put("url", old.textValue());
    }
    pr.put("number", number);
    if (!pr.has("status")) {
      pr.put("status", "open");
    }
    store.change(project, List.of(Edit.set(file, pr, "pr"), Book.updated(now)));
  }

  private Completed refused(Task task, String reason) {
    return new Completed(
        task.id(),
        false,
        reason + "; say that it is merged if it was squashed, or merged where git cannot see it",
        List.of());
  }
}
