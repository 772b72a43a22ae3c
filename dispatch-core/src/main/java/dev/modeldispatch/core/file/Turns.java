package dev.modeldispatch.core.file;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Lets batches have a folder's manifest one after the other. No thread waits. */
final class Turns {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean taken;

  /** Runs the task when it is its turn; the turn ends with {@link #end}. */
  void await(Runnable task) {
    synchronized (this) {
      if (taken) {
        waiting.add(task);
        return;
      }
      taken = true;
    }
    task.run();
  }

  void end() {
    Runnable next;
    synchronized (this) {
      next = next();
    }
    if (next != null) {
      next.run();
    }
  }

  private @Nullable Runnable next() {
    Runnable next = waiting.poll();
    taken = next != null;
    return next;
  }
}
