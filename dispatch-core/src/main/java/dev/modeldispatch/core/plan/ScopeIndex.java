package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the tasks whose files can overlap, so that not every pair is compared: by path and by every
 * folder above it. Patterns are near to everything. For one search.
 */
final class ScopeIndex {
  private final Map<String, List<Integer>> byPath = new HashMap<>();
  private final Map<String, List<Integer>> byFolder = new HashMap<>();
  private final List<Integer> withPattern = new ArrayList<>();
  private final List<Integer> all = new ArrayList<>();

  void add(int task, List<Glob> globs) {
    for (Glob glob : globs) {
      if (glob.isLiteral()) {
        put(byPath, glob.text(), task);
        folders(glob).forEach(folder -> put(byFolder, folder, task));
      }
    }
    if (!globs.stream().allMatch(Glob::isLiteral)) {
      withPattern.add(task);
    }
    all.add(task);
  }

  /** Returns the tasks added so far that may share files with these, in order. */
  Set<Integer> near(List<Glob> globs) {
    if (!globs.stream().allMatch(Glob::isLiteral)) {
      return new TreeSet<>(all);
    }
    Set<Integer> near = new TreeSet<>(globs.isEmpty() ? List.of() : withPattern);
    for (Glob glob : globs) {
      near.addAll(byPath.getOrDefault(glob.text(), List.of()));
      near.addAll(byFolder.getOrDefault(glob.text(), List.of()));
      folders(glob).forEach(folder -> near.addAll(byPath.getOrDefault(folder, List.of())));
    }
    return near;
  }

  private static void put(Map<String, List<Integer>> map, String key, int task) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(task);
  }

  private static List<String> folders(Glob glob) {
    List<String> folders = new ArrayList<>();
    int end = glob.text().lastIndexOf('/');
    while (end > 0) {
      folders.add(glob.text().substring(0, end));
      end = glob.text().lastIndexOf('/', end - 1);
    }
    return folders;
  }
}
