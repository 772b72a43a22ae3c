package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modeldispatch.core.plan.IndexFile.Entry;
import dev.modeldispatch.core.plan.Project.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts index, task files and state together; the file of a task wins. For one reading. */
final class ProjectReader {
  private static final Entry NO_ENTRY = new Entry("", Optional.empty(), "", "");

  private final ProjectFiles files;
  private final Findings findings = new Findings();
  private final Map<String, TaskFile> taskFiles = new TreeMap<>();

  ProjectReader(ProjectFiles files) {
    this.files = files;
  }

  Project read() {
    files.unread().forEach((file, why) -> findings.add(Kind.UNREAD, file, why));
    IndexFile index = IndexFile.of(json(ProjectFiles.INDEX), findings);
    StateFile state = StateFile.of(json(ProjectFiles.STATE), findings);
    readTaskFiles();
    if (!isThere(ProjectFiles.INDEX)) {
      findings.add(Kind.NO_INDEX, ProjectFiles.INDEX, "not there, so there is nothing to plan");
    }
    GraphBuild build = GraphBuild.of(tasks(index));
    build.cycles().forEach(path -> findings.add(Kind.CYCLE, ProjectFiles.INDEX, path));
    new StoredDrift(index, taskFiles, findings).find();
    boolean fine = findings.all().stream().noneMatch(Project.Finding::isError);
    Optional<TaskGraph> graph = fine ? Optional.of(TaskGraph.of(build)) : Optional.empty();
    graph.ifPresent(found -> new ComputedDrift(found, index, state, findings).find());
    return new Project(files, findings.all(), graph, index.groups(), state);
  }

  private boolean isThere(String file) {
    return files.texts().containsKey(file) || files.unread().containsKey(file);
  }

  private JsonNode json(String file) {
    String text = files.texts().get(file);
    return text == null ? MissingNode.getInstance() : findings.parse(file, text);
  }

  private void readTaskFiles() {
    for (String file : files.texts().keySet()) {
      if (file.startsWith(ProjectFiles.TASKS) && file.endsWith(ProjectFiles.SUFFIX)) {
        int end = file.length() - ProjectFiles.SUFFIX.length();
        String id = file.substring(ProjectFiles.TASKS.length(), Math.max(end, 6));
        if (findings.isSafe(file, "", id)) {
          taskFiles.put(id, TaskFile.of(file, json(file), findings));
        }
      }
    }
  }

  private List<Task> tasks(IndexFile index) {
    SortedSet<String> ids = new TreeSet<>(index.entries().keySet());
    ids.addAll(taskFiles.keySet());
    Map<String, String> folded = new HashMap<>();
    List<Task> tasks = new ArrayList<>();
    for (String id : ids) {
      String other = folded.putIfAbsent(SafeId.folded(id), id);
      if (other != null) {
        findings.add(Kind.TWIN_IDS, ProjectFiles.INDEX, GraphBuild.twins(other, id));
      }
      tasks.add(task(id, index));
    }
    return tasks;
  }

  private Task task(String id, IndexFile index) {
    Entry entry = index.entries().getOrDefault(id, NO_ENTRY);
    List<String> needs = index.needs().getOrDefault(id, List.of());
    Optional<TaskFile> file = Optional.ofNullable(taskFiles.get(id));
    var task =
        Task.builder(id)
            .title(first(file.map(TaskFile::title), entry.title()))
            .phase(first(file.map(TaskFile::phase), entry.phase()))
            .blockedBy(file.flatMap(TaskFile::blockedBy).orElse(needs))
            .scope(file.map(TaskFile::scope).orElse(Task.Scope.of()));
    file.flatMap(TaskFile::status).or(entry::status).ifPresent(task::status);
    file.flatMap(TaskFile::estimate).ifPresent(task::estimate);
    file.flatMap(TaskFile::pullRequest).ifPresent(task::pullRequest);
    return task.build();
  }

  private static String first(Optional<String> file, String index) {
    return file.filter(text -> !text.isEmpty()).orElse(index);
  }
}
