package dev.modeldispatch.core.opencode;

import java.util.ArrayDeque;

/** Lets so many runs at the server at a time; the others are called in order. Thread-safe. */
final class Gate {
  private final int places;
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private int inside;

  Gate(int places) {
    this.places = places;
  }

  /**
   * True if the run may go on now; else it is called when it may. Either way it has to leave once.
   */
  synchronized boolean enter(Runnable whenFree) {
    if (inside < places) {
      inside++;
      return true;
    }
    queue.add(whenFree);
    return false;
  }

  /** Gives up waiting; false if it was called already, and so is inside. */
  synchronized boolean withdraw(Runnable whenFree) {
    return queue.remove(whenFree);
  }

  void leave() {
    Runnable next;
    synchronized (this) {
      next = queue.poll();
      if (next == null) {
        inside--;
      }
    }
    if (next != null) {
      next.run();
    }
  }
}
