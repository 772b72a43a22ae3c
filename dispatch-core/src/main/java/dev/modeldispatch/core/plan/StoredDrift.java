package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.plan.IndexFile.Entry;
import dev.modeldispatch.core.plan.Project.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds where index and task files differ, task by task. */
record StoredDrift(IndexFile index, Map<String, TaskFile> files, Findings findings) {
  void find() {
    index.entries().forEach(this::entry);
    files.forEach(this::file);
    index
        .needs()
        .forEach(
            (id, needs) -> {
              unknown("dependency_graph", List.of(id));
              unknown("dependency_graph." + id, needs);
            });
    index.groups().forEach(group -> unknown("parallel_groups", group.tasks()));
  }

  private void entry(String id, Entry entry) {
    TaskFile file = files.get(id);
    String path = ProjectFiles.taskFile(id);
    String named = entry.file().replaceFirst("^(?:\\./)?(?:\\.project/)?", "");
    if (!named.isEmpty() && !named.equals(path)) {
      differs(Kind.FIELD, id, "file", entry.file(), path);
    }
    if (file == null) {
      findings.add(Kind.NO_FILE, id, "no file " + path + ", so only the index tells of it");
      return;
    }
    if (entry.status().isPresent() && file.status().isPresent()) {
      String status = file.status().orElseThrow().code();
      differs(Kind.STATUS, id, "status", entry.status().orElseThrow().code(), status);
    }
    if (!entry.phase().isEmpty() && !file.phase().isEmpty()) {
      differs(Kind.FIELD, id, "phase_id", entry.phase(), file.phase());
    }
    if (!entry.title().isEmpty() && !file.title().isEmpty()) {
      differs(Kind.FIELD, id, "title", entry.title(), file.title());
    }
  }

  private void file(String id, TaskFile file) {
    if (!index.entries().containsKey(id)) {
      findings.add(Kind.NOT_IN_INDEX, id, file.file() + " is not in the index");
    }
    if (!file.id().isEmpty() && !file.id().equals(id)) {
      findings.add(
          Kind.FIELD,
          id,
          file.file() + " calls it " + Misuse.quote(file.id()) + "; the name counts");
    }
    Optional<List<String>> blockedBy = file.blockedBy();
    List<String> needs = index.needs().getOrDefault(id, List.of());
    blockedBy.ifPresent(
        ids -> {
          unknown(file.file(), ids);
          if (!new TreeSet<>(ids).equals(new TreeSet<>(needs))) {
            findings.add(
                Kind.DEPENDENCIES,
                id,
                "dependency_graph says " + list(needs) + ", its file " + list(ids) + "; it counts");
          }
        });
  }

  private void differs(Kind kind, String id, String field, String inIndex, String inFile) {
    if (!inIndex.equals(inFile)) {
      findings.add(
          kind,
          id,
          "the index says %s %s, its file %s; the file counts"
              .formatted(field, Misuse.quote(inIndex), Misuse.quote(inFile)));
    }
  }

  private void unknown(String where, List<String> ids) {
    for (String id : ids) {
      if (!index.entries().containsKey(id) && !files.containsKey(id)) {
        findings.add(Kind.UNKNOWN_ID, id, "named by " + where + ", but no task is called so");
      }
    }
  }

  private static String list(List<String> ids) {
    return Amounts.list(List.copyOf(new TreeSet<>(ids)));
  }
}
