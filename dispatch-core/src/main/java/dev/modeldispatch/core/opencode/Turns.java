package dev.modeldispatch.core.opencode;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** One prompt at a time in each session: a second would join the first one's loop. Thread-safe. */
final class Turns {
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

  /** True if the session is free; else the run is called when it is. Either way it leaves once. */
  synchronized boolean enter(String session, Runnable whenFree) {
    Queue<Runnable> queue = waiting.get(session);
    if (queue == null) {
      waiting.put(session, new ArrayDeque<>());
      return true;
    }
    queue.add(whenFree);
    return false;
  }

  /** Gives up waiting; false if it was called already, and so has its turn. */
  synchronized boolean withdraw(String session, Runnable whenFree) {
    Queue<Runnable> queue = waiting.get(session);
    return queue != null && queue.remove(whenFree);
  }

  void leave(String session) {
    Runnable next;
    synchronized (this) {
      Queue<Runnable> queue = waiting.get(session);
      next = queue == null ? null : queue.poll();
      if (next == null) {
        waiting.remove(session);
      }
    }
    if (next != null) {
      next.run();
    }
  }
}
