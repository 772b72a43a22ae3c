package dev.modeldispatch.core.workspace;

import java.util.Optional;

/**
 * Whether a task's branch is merged, as git says.
 *
 * @param isMerged whether the base holds all of it, and it holds something
 * @param reason why it is or is not, in words
 */
record Merged(boolean isMerged, String reason) {
  /** Looks at the branch, whose work started at the commit. */
  static Merged of(Repository repository, String task, String start) {
    String branch = Repository.branch(task);
    Optional<String> tip = repository.commit(Repository.ref(task));
    if (tip.isEmpty()) {
      return new Merged(false, "there is no branch " + branch);
    }
    if (repository.ahead(tip.get(), start) == 0) {
      return new Merged(false, "branch " + branch + " has no commit of its own");
    }
    int open = repository.ahead(tip.get(), repository.baseCommit());
    return open == 0
        ? new Merged(true, "branch " + branch + " is merged into " + repository.base())
        : new Merged(
            false,
            "branch "
                + branch
                + " has "
                + open
                + (open == 1 ? " commit that is" : " commits that are")
                + " not in "
                + repository.base());
  }
}
