package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.internal.OneLine;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the agent of one task is told, from the task's file: who it is, what there is, what to do,
 * how, and how it is checked. Its boundary is added with the order.
 */
final class TaskPrompt {
  private static final String PROCESS =
      """
      Work alone, from start to end; nobody answers questions.
      1. Read what you need; what is described above is there, do not build it again.
      2. Make the change, in your own files alone.
      3. Run the verification, and mend what it finds in your files.
      4. Commit your files by name: git add -- FILE..., then git commit -- FILE...
      Others may commit beside you: never use git add -A, stash, reset, checkout, rebase or push.
      """;

  private final Project project;
  private final Task task;
  private final JsonNode json;

  TaskPrompt(Project project, Task task) {
    this.project = project;
    this.task = task;
    this.json = json(project, task.id());
  }

  private static JsonNode json(Project project, String id) {
    try {
      return Json.parse(project.files().texts().getOrDefault("tasks/" + id + ".json", "{}"));
    } catch (JsonTrouble e) {
      return Json.object(); // the project's own check has told what is wrong with it
    }
  }

  /** {@return the first line of the commit, by which the work is told from that of others} */
  String commitMessage() {
    return task.id() + ": " + OneLine.of(task.title().isEmpty() ? "done" : task.title());
  }

  /** {@return the kind of work, as the file says; empty if it does not} */
  String type() {
    return json.path("type").asText("");
  }

  /** {@return the ids of the todos that the task does} */
  List<String> todos() {
    List<String> todos = texts(json.path("todos"));
    String one = json.path("todo").asText("");
    if (!one.isBlank() && !todos.contains(one)) {
      todos.add(one);
    }
    return todos;
  }

  /** Returns the text, for the work in this place. */
  String text(String place) {
    var out = new StringBuilder();
    part(out, "Identity", identity(place));
    part(out, "Context", context());
    part(out, "Scope", scope());
    part(out, "Process", PROCESS.strip());
    part(out, "Commit message", commitMessage());
    part(out, "Verification", String.join("\n", bullets(texts(json.path("verification")))));
    return out.toString().strip();
  }

  private String identity(String place) {
    String phase = task.phase().isEmpty() ? "" : ", phase " + task.phase();
    String type = type().isBlank() ? "" : " (" + OneLine.of(type()) + ")";
    return "You do task "
        + task.id()
        + type
        + phase
        + ": "
        + OneLine.of(task.title())
        + "\nYou work in "
        + OneLine.of(place)
        + ".";
  }

  private String context() {
    List<String> lines = new ArrayList<>();
    String description = json.path("description").asText("").strip();
    if (!description.isEmpty()) {
      lines.add(description);
    }
    json.path("context")
        .properties()
        .forEach(
            entry ->
                lines.add(
                    OneLine.of(entry.getKey())
                        + ": "
                        + (entry.getValue().isTextual()
                            ? entry.getValue().asText().strip()
                            : entry.getValue().toString())));
    List<String> done = task.blockedBy().stream().map(this::done).toList();
    if (!done.isEmpty()) {
      lines.add("Done before you, and there to be used:\n" + String.join("\n", bullets(done)));
    }
    List<String> related = task.scope().relatedFiles();
    if (!related.isEmpty()) {
      lines.add("Read, but do not change:\n" + String.join("\n", bullets(related)));
    }
    return String.join("\n\n", lines);
  }

  private String done(String id) {
    return project
        .graph()
        .find(id)
        .map(
            other -> {
              String files = String.join(", ", other.scope().writes());
              return id + " " + other.title() + (files.isEmpty() ? "" : " (" + files + ")");
            })
        .orElse(id);
  }

  private String scope() {
    List<String> criteria = texts(json.path("acceptance_criteria"));
    return criteria.isEmpty() ? "" : "It is done when:\n" + String.join("\n", bullets(criteria));
  }

  private static void part(StringBuilder out, String title, String text) {
    if (!text.isBlank()) {
      out.append("## ").append(title).append("\n\n").append(text.strip()).append("\n\n");
    }
  }

  private static List<String> bullets(List<String> texts) {
    return texts.stream().map(text -> "- " + OneLine.of(text)).toList();
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    } else if (node.isArray()) {
      StreamSupport.stream(node.spliterator(), false)
          .filter(JsonNode::isTextual)
          .forEach(each -> texts.add(each.asText()));
    }
    return texts;
  }
}
