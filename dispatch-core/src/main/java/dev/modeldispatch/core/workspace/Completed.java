package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.Task;
import java.util.List;

/**
 * What became of the wish to complete a task.
 *
 * @param task its id
 * @param isCompleted whether it is completed now
 * @param reason why, in words
 * @param unblocked the tasks that can start because of it
 */
public record Completed(String task, boolean isCompleted, String reason, List<Task> unblocked) {
  /** Copies the list. */
  public Completed {
    unblocked = List.copyOf(unblocked);
  }
}
