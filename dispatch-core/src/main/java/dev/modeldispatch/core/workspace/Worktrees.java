package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.BatchView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Makes the work trees of tasks, and finds them again. Never forces: what is there already and is
 * not the task's own is left as it is, and told. To be used under the lock.
 *
 * <p>A process killed while git makes a tree leaves it marked as half-made, and git may still be at
 * it; the next one waits for git first, and then has the missing files written.
 */
record Worktrees(Repository repository) {
  private static final int TRIES = 3;
  private static final int WAITS = 20;
  private static final long PAUSE_NANOS = 50_000_000;

  /** Returns where the task's work tree is, if there is one. */
  Optional<Tree> find(String task) {
    return repository.trees().stream()
        .filter(tree -> tree.isOf(task) && Files.isDirectory(tree.path()))
        .findFirst();
  }

  /** Returns why no new work tree can be made for the task; empty if one can. */
  Optional<String> obstacle(String task) {
    Path folder = repository.folder(task);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(folder + " is there already; move it away");
    }
    return repository
        .commit(Repository.ref(task))
        .map(
            sha ->
                "branch "
                    + Repository.branch(task)
                    + " is there already; rename it, or delete it if nothing on it is needed");
  }

  /**
   * Makes the task's work tree at the commit, or goes on where making it was interrupted. Returns
   * what went wrong; empty if the tree is there.
   */
  Optional<String> ensure(String task, String base) {
    repository.git().fine(repository.root(), "worktree", "prune");
    Optional<Tree> there = find(task);
    if (there.isPresent()) {
      return there.get().isHalfMade() ? finish(task) : Optional.empty();
    }
    Optional<String> trouble = make(task, base);
    for (int i = 1; i < TRIES && trouble.isPresent(); i++) {
      LockSupport.parkNanos(PAUSE_NANOS); // another git may hold a lock of its own for a moment
      trouble = make(task, base);
    }
    return trouble;
  }

  private Optional<String> make(String task, String base) {
    Path folder = repository.folder(task);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !isEmpty(folder)) {
      return Optional.of(folder + " is there and is not the task's work tree; move it away");
    }
    Optional<String> tip = repository.commit(Repository.ref(task));
    if (tip.isPresent() && !repository.holds(tip.get(), base)) {
      return Optional.of(
          "branch " + Repository.branch(task) + " does not start at the recorded " + base);
    }
    Git.End end = tip.isPresent() ? attach(task, folder) : create(task, folder, base);
    return end.isFine() ? Optional.empty() : Optional.of(end.words());
  }

  private Git.End create(String task, Path folder, String base) {
    return repository
        .git()
        .run(
            repository.root(),
            "worktree",
            "add",
            "--quiet",
            "-b",
            Repository.branch(task),
            "--",
            folder.toString(),
            base);
  }

  private Git.End attach(String task, Path folder) {
    return repository
        .git()
        .run(
            repository.root(),
            "worktree",
            "add",
            "--quiet",
            "--",
            folder.toString(),
            Repository.branch(task));
  }

  private Optional<String> finish(String task) {
    Optional<Tree> tree = find(task);
    for (int i = 0; i < WAITS && tree.isPresent() && tree.get().isHalfMade(); i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      tree = find(task);
    }
    if (tree.isEmpty() || !tree.get().isHalfMade()) {
      return Optional.empty();
    }
    Path folder = tree.get().path();
    Git git = repository.git();
    Git.End index = git.run(folder, "read-tree", "HEAD");
    if (!index.isFine()) {
      return Optional.of(folder + " was left half-made: " + index.words());
    }
    git.run(folder, "checkout-index", "--all", "--quiet");
    git.run(folder, "update-index", "--refresh", "-q");
    if (!look(folder).isEmpty()) {
      return Optional.of(
          folder
              + " was left half-made, and holds other files; move it away, then git worktree"
              + " prune");
    }
    git.fine(repository.root(), "worktree", "unlock", folder.toString());
    return Optional.empty();
  }

  /** Returns what the work tree holds that its branch did not start with. */
  BatchView.Work work(Tree tree, String base) {
    return new BatchView.Work(repository.ahead(tree.head(), base), look(tree.path()).size());
  }

  /** Returns the changes in a work tree that are not committed, with git's two letters. */
  List<String> look(Path folder) {
    return repository
        .git()
        .fine(
            folder,
            "status",
            "--porcelain=v1",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--ignore-submodules=none")
        .parts();
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return false; // it cannot be looked into, so it is not ours to use
    }
  }
}
