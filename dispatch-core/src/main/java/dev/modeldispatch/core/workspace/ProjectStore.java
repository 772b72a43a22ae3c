package dev.modeldispatch.core.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.ProjectFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes several project files as one step. What is to change is written down first; a process
 * that dies in between leaves that note, and the next one does the step again, edit by edit, so
 * that neither half a step nor anybody else's change is lost. To be used under the lock.
 */
final class ProjectStore {
  private final Path root;
  private final Path note;
  private final StepWatch watch;

  ProjectStore(Path root, Path note, StepWatch watch) {
    this.root = root;
    this.note = note;
    this.watch = watch;
  }

  /** Reads the project, after whatever step was left half-done. */
  Project read() {
    try {
      repair();
      return Project.of(ProjectFiles.read(root));
    } catch (IOException e) {
      throw trouble("read", e);
    }
  }

  /** Makes the edits, and those that follow from them. */
  void change(Project before, List<Edit> edits) {
    try {
      List<Edit> all = new ArrayList<>(edits);
      Project after = Project.of(ProjectFiles.of(edited(before.files().texts(), edits)));
      if (after.errors().isEmpty()) {
        all.addAll(Derived.edits(after));
      }
      ArrayNode list = Json.object().putArray("edits");
      all.forEach(edit -> list.add(edit.toJson()));
      Files.createDirectories(note.getParent());
      AtomicFile.write(note, new String(Json.bytes(list), StandardCharsets.UTF_8));
      watch.at("noted");
      write(all);
    } catch (IOException e) {
      throw trouble("write", e);
    }
  }

  private void repair() throws IOException {
    for (Path own : List.of(root.resolve(".project"), root.resolve(".project/tasks"))) {
      if (Files.isSymbolicLink(own)) {
        throw new WorkspaceException(own + " is a link; it must be a folder of its own");
      }
    }
    AtomicFile.sweep(root.resolve(".project"));
    AtomicFile.sweep(root.resolve(".project/tasks"));
    if (Files.exists(note)) {
      List<Edit> edits = new ArrayList<>();
      parse("the note of a half-done step", Files.readString(note))
          .forEach(json -> edits.add(Edit.of(json)));
      write(edits);
    }
  }

  private void write(List<Edit> edits) throws IOException {
    Map<String, String> texts = ProjectFiles.read(root).texts();
    for (Map.Entry<String, String> file : edited(texts, edits).entrySet()) {
      if (!file.getValue().equals(texts.get(file.getKey()))) {
        AtomicFile.write(root.resolve(".project").resolve(file.getKey()), file.getValue());
        watch.at("wrote " + file.getKey());
      }
    }
    Files.delete(note);
    watch.at("done");
  }

  private static Map<String, String> edited(Map<String, String> texts, List<Edit> edits) {
    Map<String, ObjectNode> roots = new TreeMap<>();
    for (Edit edit : edits) {
      String text = texts.getOrDefault(edit.file(), "{}");
      edit.apply(roots.computeIfAbsent(edit.file(), file -> object(file, text)));
    }
    Map<String, String> after = new TreeMap<>(texts);
    roots.forEach((file, json) -> after.put(file, Layout.like(texts.getOrDefault(file, ""), json)));
    return after;
  }

  private static ObjectNode object(String file, String text) {
    if (parse(file, text) instanceof ObjectNode object) {
      return object;
    }
    throw new WorkspaceException(file + ": must be an object");
  }

  private static JsonNode parse(String file, String text) {
    try {
      return Json.parseExact(text);
    } catch (JsonTrouble e) {
      throw new WorkspaceException(file + ": " + e.getMessage() + " (" + e.reason() + ")", e);
    }
  }

  private WorkspaceException trouble(String what, IOException e) {
    return new WorkspaceException(
        "cannot " + what + " " + root.resolve(".project") + ": " + e.getClass().getSimpleName(), e);
  }
}
