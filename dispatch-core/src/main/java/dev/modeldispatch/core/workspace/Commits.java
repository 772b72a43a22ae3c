package dev.modeldispatch.core.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commits of tasks that work in the main work tree: each begins with its task's id. */
record Commits(Repository repository) {
  private static final String FORMAT = "--format=%H %s";

  /**
   * A commit.
   *
   * @param sha its name
   * @param subject the first line of its message
   */
  record Commit(String sha, String subject) {
    boolean isOf(String task) {
      return subject.startsWith(task + ":");
    }
  }

  /** Returns the commits of a task since another, the oldest first. */
  List<Commit> of(String task, String since) {
    return since(since).stream().filter(commit -> commit.isOf(task)).toList();
  }

  /** Returns all commits since another, merges left out, the oldest first. */
  List<Commit> since(String since) {
    String out =
        repository
            .git()
            .fine(
                repository.root(),
                "log",
                "-z",
                "--reverse",
                "--no-merges",
                FORMAT,
                "HEAD",
                "^" + since,
                "--")
            .out();
    List<Commit> commits = new ArrayList<>();
    for (String line : out.split("\0", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        commits.add(new Commit(line.substring(0, space), line.substring(space + 1)));
      }
    }
    return commits;
  }

  /** Returns git's letter by path of what the commits changed. */
  Map<String, String> changes(List<Commit> commits) {
    Map<String, String> changes = new TreeMap<>();
    for (Commit commit : commits) {
      List<String> parts =
          repository
              .git()
              .fine(
                  repository.root(),
                  "diff-tree",
                  "--root",
                  "-r",
                  "--no-commit-id",
                  "--name-status",
                  "-z",
                  "--no-renames",
                  commit.sha())
              .parts();
      for (int i = 0; i + 1 < parts.size(); i += 2) {
        changes.put(parts.get(i + 1), parts.get(i));
      }
    }
    return changes;
  }

  static String words(int commits) {
    return commits + (commits == 1 ? " commit" : " commits");
  }
}
