package dev.modeldispatch.core.workspace;

import java.util.List;

/**
 * What the sessions of a batch did, against what they may do.
 *
 * @param tasks one entry for each task of the batch that has a branch, in the batch's order
 */
public record Review(List<Entry> tasks) {
  /** Copies the list. */
  public Review {
    tasks = List.copyOf(tasks);
  }

  /** {@return whether nobody wrote outside, nothing forbidden is left, and no test failed} */
  public boolean isClean() {
    return tasks.stream().allMatch(Entry::isClean);
  }

  /**
   * What the session of one task did.
   *
   * @param task the task's id
   * @param commits the subjects of its commits, the oldest first
   * @param changes git's letter and the path of each file that differs, committed or not
   * @param uncommitted the files among them that are not committed
   * @param outside the files among them that are outside of the task's boundary
   * @param forbidden matches of the forbidden pattern in the task's files: path, line, text
   * @param test how the test command ended, in words; empty if it passed or none was given
   */
  public record Entry(
      String task,
      List<String> commits,
      List<String> changes,
      List<String> uncommitted,
      List<String> outside,
      List<String> forbidden,
      String test) {
    /** Copies the lists. */
    public Entry {
      commits = List.copyOf(commits);
      changes = List.copyOf(changes);
      uncommitted = List.copyOf(uncommitted);
      outside = List.copyOf(outside);
      forbidden = List.copyOf(forbidden);
    }

    /** {@return whether nothing is wrong} */
    public boolean isClean() {
      return outside.isEmpty() && forbidden.isEmpty() && test.isEmpty();
    }
  }
}
