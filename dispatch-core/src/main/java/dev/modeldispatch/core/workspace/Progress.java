package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.BatchView;
import java.util.List;

/**
 * How far the last batch is, as git says.
 *
 * @param batch its tasks, and what the work trees hold
 * @param notes what needs a person: a tree that is gone, a branch that is merged
 */
public record Progress(BatchView batch, List<String> notes) {
  /** Copies the list. */
  public Progress {
    notes = List.copyOf(notes);
  }
}
