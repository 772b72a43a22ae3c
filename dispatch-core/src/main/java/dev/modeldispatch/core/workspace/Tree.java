package dev.modeldispatch.core.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One work tree, as git lists it.
 *
 * @param path its folder
 * @param head the commit it is at; empty if none
 * @param branch the full name of its branch; empty if it is on none
 * @param lock why it is locked, which can be an empty text; empty if it is not
 */
record Tree(Path path, String head, String branch, Optional<String> lock) {
  /** Git's own mark on a tree that it is still making, or that it was killed over. */
  private static final String HALF_MADE = "initializing";

  static List<Tree> list(Git git, Path folder) {
    String out = git.fine(folder, "worktree", "list", "--porcelain", "-z").out();
    List<Tree> trees = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    for (String line : out.split("\0", -1)) {
      if (!line.isEmpty()) {
        int space = line.indexOf(' ');
        fields.put(
            space < 0 ? line : line.substring(0, space),
            space < 0 ? "" : line.substring(space + 1));
      } else if (fields.containsKey("worktree")) {
        trees.add(of(fields));
        fields.clear();
      }
    }
    return trees;
  }

  private static Tree of(Map<String, String> fields) {
    return new Tree(
        Path.of(fields.getOrDefault("worktree", "")),
        fields.getOrDefault("HEAD", ""),
        fields.getOrDefault("branch", ""),
        Optional.ofNullable(fields.get("locked")));
  }

  boolean isHalfMade() {
    return lock.filter(HALF_MADE::equals).isPresent();
  }

  boolean isOf(String task) {
    return branch.equals(Repository.ref(task));
  }
}
