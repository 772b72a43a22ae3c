package dev.modeldispatch.core.fleet;

import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import java.util.Collection;

/**
 * Where a task may work, beside those that work already.
 *
 * @param kind in the main tree, in one of its own, or not yet
 * @param reason why, in words
 */
record TaskPlace(Scopes.Place kind, String reason) {
  private static final TaskPlace ALONE =
      new TaskPlace(Scopes.Place.SAME_WORKSPACE, "nobody else is there");

  /**
   * Chooses.
   *
   * @param here the tasks that work in the main tree
   * @param opensFolders whether a session can be opened in a tree of its own
   */
  static TaskPlace choose(Scopes scopes, Task task, Collection<Task> here, boolean opensFolders) {
    TaskPlace place = ALONE;
    for (Task other : here) {
      Scopes.Choice choice = scopes.choose(other, task);
      String reason = "beside " + other.id() + ": " + choice.reason();
      if (choice.place() == Scopes.Place.SEQUENCE
          || (choice.place() == Scopes.Place.WORKTREES && !opensFolders)) {
        return new TaskPlace(Scopes.Place.SEQUENCE, reason);
      }
      if (choice.place() == Scopes.Place.WORKTREES) {
        place = new TaskPlace(Scopes.Place.WORKTREES, reason);
      } else if (place.kind() == Scopes.Place.SAME_WORKSPACE) {
        place = new TaskPlace(Scopes.Place.SAME_WORKSPACE, reason);
      }
    }
    return place;
  }

  boolean isHere() {
    return kind == Scopes.Place.SAME_WORKSPACE;
  }

  boolean hasToWait() {
    return kind == Scopes.Place.SEQUENCE;
  }
}
