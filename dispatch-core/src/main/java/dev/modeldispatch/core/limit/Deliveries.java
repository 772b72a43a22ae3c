package dev.modeldispatch.core.limit;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls wishes, in order and one after the other: one that ends at once lets the next go while it
 * is admitted, and a long queue of such would overflow the stack.
 */
final class Deliveries {
  /** What this thread is still to deliver; null unless it delivers. */
  private static final ThreadLocal<@Nullable ArrayDeque<Runnable>> MINE = new ThreadLocal<>();

  private Deliveries() {}

  /** Delivers all; none of them may throw. */
  static void run(List<Runnable> deliveries) {
    ArrayDeque<Runnable> mine = MINE.get();
    if (mine != null) {
      mine.addAll(deliveries);
    } else if (!deliveries.isEmpty()) {
      runAll(new ArrayDeque<>(deliveries));
    }
  }

  private static void runAll(ArrayDeque<Runnable> mine) {
    MINE.set(mine);
    try {
      for (Runnable next = mine.poll(); next != null; next = mine.poll()) {
        next.run();
      }
    } finally {
      MINE.remove();
    }
  }
}
