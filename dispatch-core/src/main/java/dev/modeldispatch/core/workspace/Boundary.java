package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.internal.OneLine;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The files that one session may write, for its prompt and for the review of what it wrote.
 * Immutable.
 */
public final class Boundary {
  private static final String RULE =
      "IMPORTANT: Do NOT touch files outside this list. Other agents are editing other files in"
          + " parallel.";

  private final Task.Scope scope;
  private final Scopes scopes;

  private Boundary(Task.Scope scope, Scopes scopes) {
    this.scope = scope;
    this.scopes = scopes;
  }

  /**
   * Returns the boundary of a task.
   *
   * @param scopes how paths are compared, for example {@link Workspace#scopes()}
   */
  public static Boundary of(Task task, Scopes scopes) {
    return new Boundary(task.scope(), scopes);
  }

  /** Returns the boundary of a session that may write the files of this scope. */
  public static Boundary of(Task.Scope scope, Scopes scopes) {
    return new Boundary(scope, scopes);
  }

  /** Returns the comparison of files as they are in this folder, its links followed. */
  public static Scopes scopesIn(Path folder) {
    var paths = new RealPaths(folder);
    Scopes scopes = Scopes.exact().resolving(paths);
    return paths.ignoresCase() ? scopes.ignoringCase() : scopes;
  }

  /** {@return whether the task names any file; if not, everything is inside} */
  public boolean isNamed() {
    return !scope.writes().isEmpty();
  }

  /** {@return the part of a prompt that names the files, and forbids all others} */
  public String text() {
    var out = new StringBuilder("You own these files, new or existing:\n");
    scope.writes().forEach(file -> out.append("- ").append(OneLine.of(file)).append('\n'));
    return out.append('\n').append(RULE).append('\n').toString();
  }

  /** Whether the file is inside. */
  public boolean holds(String file) {
    return !isNamed() || !scopes.overlap(scope, Task.Scope.of(file)).isEmpty();
  }

  /** {@return the named files that lie outside of the folder that the paths start from} */
  public List<String> leaving() {
    return scopes.leaving(scope);
  }

  /** Returns those of the files that are outside, in their order. */
  public List<String> outside(Collection<String> files) {
    return files.stream().filter(file -> !holds(file)).toList();
  }

  @Override
  public String toString() {
    return "Boundary" + scope.writes();
  }
}
