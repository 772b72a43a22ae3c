package dev.modeldispatch.core.engine;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a bounded number of dispatches run, and a bounded number wait in order. Never blocks: who
 * has to wait is called when it is its turn. Thread-safe.
 */
final class Admission {
  /** What became of a wish to enter. */
  enum Entry {
    /** It may run now, and has to leave once. */
    ENTERED,
    /** It will be called when it may run, or has to withdraw. */
    QUEUED,
    /** The queue is full. */
    REFUSED
  }

  /**
   * Whom this thread admits: one that ends at once makes room for the next while it is admitted.
   */
  private static final ThreadLocal<@Nullable ArrayDeque<Dispatch>> ADMITTING = new ThreadLocal<>();

  private final int places;
  private final int maxQueued;
  private final Set<Dispatch> queue = new LinkedHashSet<>();
  private int inside;

  Admission(int places, int maxQueued) {
    this.places = places;
    this.maxQueued = maxQueued;
  }

  synchronized Entry enter(Dispatch dispatch) {
    if (inside < places) {
      inside++;
      return Entry.ENTERED;
    }
    if (queue.size() >= maxQueued) {
      return Entry.REFUSED;
    }
    queue.add(dispatch);
    return Entry.QUEUED;
  }

  /** Gives a place back: to the next in the queue, if there is one. */
  void leave() {
    Dispatch next;
    synchronized (this) {
      Iterator<Dispatch> first = queue.iterator();
      if (!first.hasNext()) {
        inside--;
        return;
      }
      next = first.next();
      first.remove();
    }
    ArrayDeque<Dispatch> mine = ADMITTING.get();
    if (mine == null) {
      admit(next);
    } else {
      mine.add(next); // a loop, since a long queue that fails at once would overflow the stack
    }
  }

  private void admit(Dispatch first) {
    var mine = new ArrayDeque<Dispatch>(1);
    ADMITTING.set(mine);
    try {
      for (Dispatch next = first; next != null; next = mine.poll()) {
        next.admitted();
      }
    } finally {
      ADMITTING.remove();
    }
  }

  /** Leaves the queue, if it is still there. */
  synchronized void withdraw(Dispatch dispatch) {
    queue.remove(dispatch);
  }

  synchronized int inside() {
    return inside;
  }

  synchronized int queued() {
    return queue.size();
  }
}
