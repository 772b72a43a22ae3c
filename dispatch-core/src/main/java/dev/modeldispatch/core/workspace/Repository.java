package dev.modeldispatch.core.workspace;

import dev.modeldispatch.Misuse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What git says of one repository, asked anew each time.
 *
 * @param root the main work tree, which holds {@code .project}
 * @param common the folder of git's own files, shared by all work trees
 * @param base the branch that work starts from and is merged into
 */
record Repository(Git git, Path root, Path common, String base) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

  /** Finds the repository of a folder anywhere inside it. */
  static Repository of(Git git, Path folder, String base) {
    List<String> problems = new ArrayList<>();
    if (!NAME.matcher(base).matches() || base.contains("..")) {
      problems.add(Misuse.quote(base) + " is not a branch; name one, for example main");
    }
    Optional<Repository> found = find(git, folder, base, problems);
    found.ifPresent(repository -> repository.check(problems));
    if (!problems.isEmpty()) {
      throw new WorkspaceException(problems);
    }
    return found.orElseThrow();
  }

  private static Optional<Repository> find(
      Git git, Path folder, String base, List<String> problems) {
    if (!Files.isDirectory(folder)) {
      problems.add(folder + ": no such folder");
      return Optional.empty();
    }
    Git.End end = git.run(folder, "rev-parse", "--path-format=absolute", "--git-common-dir");
    if (!end.isFine()) {
      problems.add(folder + ": not in a git repository. Go into one, or make one with git init");
      return Optional.empty();
    }
    Path common = Path.of(end.out().strip());
    List<Tree> trees = Tree.list(git, folder);
    return Optional.of(new Repository(git, trees.get(0).path(), common, base));
  }

  private void check(List<String> problems) {
    if (!Files.isDirectory(root.resolve(".project"))) {
      problems.add(
          root.resolve(".project") + ": not there. It holds task-index.json and tasks/ID.json");
    }
    if (problems.isEmpty() && commit(base).isEmpty()) {
      problems.add(
          "no branch " + Misuse.quote(base) + " with a commit in " + root + "; name the base");
    }
  }

  /** Returns the commit that a branch or another name stands for. */
  Optional<String> commit(String name) {
    Git.End end = git.run(root, "rev-parse", "--verify", "--quiet", name + "^{commit}");
    return end.isFine() ? Optional.of(end.out().strip()) : Optional.empty();
  }

  /** {@return the commit that the base stands for now} */
  String baseCommit() {
    return commit(base)
        .orElseThrow(() -> new WorkspaceException("no branch " + Misuse.quote(base)));
  }

  /** {@return the branch that the main work tree is on; empty if on none} */
  String branchHere() {
    Git.End end = git.run(root, "symbolic-ref", "--quiet", "--short", "HEAD");
    return end.isFine() ? end.out().strip() : "";
  }

  /** {@return all work trees, the main one first} */
  List<Tree> trees() {
    return Tree.list(git, root);
  }

  /** Whether all that one commit holds is in the other. */
  boolean holds(String holder, String commit) {
    Git.End end = git.run(root, "merge-base", "--is-ancestor", commit, holder);
    if (end.code() > 1) {
      throw new WorkspaceException("git merge-base failed: " + end.words());
    }
    return end.isFine();
  }

  /** Returns how many commits the one has that the other has not. */
  int ahead(String commit, String of) {
    return Integer.parseInt(git.text(root, "rev-list", "--count", commit, "^" + of, "--"));
  }

  /** Returns how many commits are neither in the base nor at a remote, as far as is known here. */
  int onlyHere(String commit) {
    return Integer.parseInt(
        git.text(root, "rev-list", "--count", commit, "^" + baseCommit(), "--not", "--remotes"));
  }

  /** {@return whether the file system takes two names that differ in case alone for one} */
  boolean ignoresCase() {
    return git.run(root, "config", "--type=bool", "core.ignorecase").out().strip().equals("true");
  }

  /** Returns the branch that a task's work is on. */
  static String branch(String task) {
    return "task/" + task;
  }

  /** Returns the full name of the branch, which no tag can take. */
  static String ref(String task) {
    return "refs/heads/" + branch(task);
  }

  /** Returns the folder that a task's work tree is made in: beside the repository. */
  Path folder(String task) {
    return root.resolveSibling(root.getFileName() + "-task-" + task);
  }
}
