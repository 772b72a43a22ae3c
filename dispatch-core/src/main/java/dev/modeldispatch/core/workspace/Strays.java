package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.Task;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the main work tree was at one moment, to find later what changed there by nobody's task:
 * files in no task's boundary, in a commit of no task or in none. Immutable.
 */
public final class Strays {
  private final Repository repository;
  private final String commit;
  private final Set<String> open;

  private Strays(Repository repository, String commit, Set<String> open) {
    this.repository = repository;
    this.commit = commit;
    this.open = Set.copyOf(open);
  }

  static Strays now(Repository repository) {
    return new Strays(repository, repository.commit("HEAD").orElseThrow(), open(repository));
  }

  /**
   * Returns the files that have changed since, and that none of these tasks may write or has
   * committed; the project's own files left out.
   */
  public List<String> since(Collection<Task> tasks, Workspace workspace) {
    List<Boundary> named =
        tasks.stream()
            .map(task -> Boundary.of(task, workspace.scopes()))
            .filter(Boundary::isNamed)
            .toList();
    var commits = new Commits(repository);
    Set<String> changed = new TreeSet<>(open(repository));
    changed.removeAll(open);
    List<Commits.Commit> foreign =
        commits.since(commit).stream()
            .filter(each -> tasks.stream().noneMatch(task -> each.isOf(task.id())))
            .toList();
    changed.addAll(commits.changes(foreign).keySet());
    return changed.stream()
        .filter(file -> !file.startsWith(".project/"))
        .filter(file -> named.stream().noneMatch(boundary -> boundary.holds(file)))
        .toList();
  }

  private static Set<String> open(Repository repository) {
    Set<String> files = new HashSet<>();
    new Worktrees(repository).look(repository.root()).forEach(line -> files.add(line.substring(3)));
    return files;
  }

  @Override
  public String toString() {
    return "Strays[since " + commit + "]";
  }
}
