package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.plan.Project;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What the project files hold of batches and work trees, besides what the plan reads of them. */
record Book(Project project) {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");
  private static final Pattern BATCH = Pattern.compile("batch-([0-9]{1,9})");

  /**
   * Returns the commit that the task's work started from, if it was started by a dispatch; paths
   * and names in the file are for people, and not followed.
   */
  Optional<String> base(String task) {
    String base = Derived.json(project, Paths.task(task)).path("worktree").path("base").asText();
    return COMMIT.matcher(base).matches() ? Optional.of(base) : Optional.empty();
  }

  /** Returns whether the task is worked on in the main work tree, and has none of its own. */
  boolean isHere(String task) {
    return Derived.json(project, Paths.task(task)).path("worktree").path("here").asBoolean();
  }

  /** {@return the id after that of the last batch} */
  String nextBatch() {
    var last = BATCH.matcher(project.batch().map(Project.Batch::id).orElse(""));
    return "batch-%03d".formatted(last.matches() ? Integer.parseInt(last.group(1)) + 1 : 1);
  }

  static ObjectNode worktree(String task, Path folder, String base, Instant now) {
    return Json.object()
        .put("branch", Repository.branch(task))
        .put("path", folder.toString())
        .put("created_at", now.toString())
        .put("base", base);
  }

  /** What is written down of a task that is worked on in the main work tree. */
  static ObjectNode here(Path root, String branch, String base, Instant now) {
    return Json.object()
        .put("branch", branch)
        .put("path", root.toString())
        .put("created_at", now.toString())
        .put("base", base)
        .put("here", true);
  }

  /** Returns the edit that adds folders to the state's list of work trees, or takes them away. */
  Edit folders(List<String> added, List<String> gone) {
    JsonNode list = Derived.json(project, Paths.STATE).path("active_worktrees");
    var kept = Json.object().putArray("kept");
    for (JsonNode entry : list) {
      if (!entry.isTextual() || !gone.contains(entry.textValue())) {
        kept.add(entry);
      }
    }
    added.stream()
        .filter(path -> StreamSupport.stream(kept.spliterator(), false).noneMatch(is(path)))
        .forEach(kept::add);
    return Edit.set(Paths.STATE, kept, "active_worktrees");
  }

  private static Predicate<JsonNode> is(String path) {
    return entry -> entry.isTextual() && entry.textValue().equals(path);
  }

  static Edit updated(Instant now) {
    return Edit.set(Paths.STATE, now.toString(), "last_updated");
  }
}
