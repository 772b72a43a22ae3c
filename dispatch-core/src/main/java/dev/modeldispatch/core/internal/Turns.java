package dev.modeldispatch.core.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One prompt at a time in each session, in the order of coming. Thread-safe.
 *
 * <p>Between threads: whoever leaves calls the next one, without the lock. A next one that leaves
 * before it has returned is followed by the one that called it: a line of thousands that all give
 * up is no deep stack.
 */
public final class Turns {
  private final Map<String, Line> lines = new HashMap<>();

  /** Who waits for a session that is taken. */
  private static final class Line {
    private final Queue<Runnable> waiting = new ArrayDeque<>(1);
    private boolean calling;
    private boolean leftMeanwhile;
  }

  /** True if the session is free; else the run is called when it is. Either way it leaves once. */
  public synchronized boolean enter(String session, Runnable whenFree) {
    Line line = lines.get(session);
    if (line == null) {
      lines.put(session, new Line());
      return true;
    }
    line.waiting.add(whenFree);
    return false;
  }

  /** Gives up waiting; false if it was called already, and so has its turn. */
  public synchronized boolean withdraw(String session, Runnable whenFree) {
    Line line = lines.get(session);
    return line != null && line.waiting.remove(whenFree);
  }

  /** {@return whether somebody has the session or waits for it} */
  public synchronized boolean isTaken(String session) {
    return lines.containsKey(session);
  }

  /** Gives the session to the next one; nothing if nobody has it. */
  public void leave(String session) {
    Line line;
    synchronized (this) {
      line = lines.get(session);
      if (line == null) {
        return;
      }
      if (line.calling) {
        line.leftMeanwhile = true;
        return;
      }
    }
    boolean left = true;
    while (left) {
      Runnable next = next(session, line);
      if (next == null) {
        return;
      }
      try {
        next.run();
      } finally {
        left = isLeft(line);
      }
    }
  }

  private synchronized @Nullable Runnable next(String session, Line line) {
    Runnable next = line.waiting.poll();
    line.calling = next != null;
    if (next == null) {
      lines.remove(session);
    }
    return next;
  }

  private synchronized boolean isLeft(Line line) {
    boolean left = line.leftMeanwhile;
    line.calling = false;
    line.leftMeanwhile = false;
    return left;
  }
}
