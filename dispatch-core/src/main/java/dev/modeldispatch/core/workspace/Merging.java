package dev.modeldispatch.core.workspace;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.plan.Task;
import java.util.Optional;

/** Merges the branches of tasks into the base. Takes back what does not go through. */
record Merging(Repository repository) {
  /** Returns why the branch cannot be merged; empty if it is. */
  Optional<String> run(Task task) {
    String branch = Repository.branch(task.id());
    if (repository.commit(Repository.ref(task.id())).isEmpty()) {
      return Optional.of("there is no branch " + branch);
    }
    if (!repository.branchHere().equals(repository.base())) {
      return Optional.of(
          repository.root() + " is not on " + Misuse.quote(repository.base()) + "; check it out");
    }
    Git git = repository.git();
    Git.End merged =
        git.run(
            repository.root(),
            "merge",
            "--quiet",
            "--no-ff",
            "--no-edit",
            "-m",
            "Merge " + branch,
            Repository.ref(task.id()));
    if (merged.isFine()) {
      return Optional.empty();
    }
    Git.End undone = git.run(repository.root(), "merge", "--abort");
    String words = branch + " does not merge into " + repository.base() + ": " + merged.words();
    return Optional.of(undone.isFine() ? words + "; taken back" : words);
  }
}
