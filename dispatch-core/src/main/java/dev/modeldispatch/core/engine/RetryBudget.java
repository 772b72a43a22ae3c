package dev.modeldispatch.core.engine;

import dev.modeldispatch.ModelTarget;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a broken target from getting a multiple of its load: each target has some tokens, a retry
 * takes one, an answer gives a tenth back. Thread-safe.
 */
final class RetryBudget {
  private static final int RETRY = 10;
  private static final int ANSWER = 1;
  private static final int MAX_TARGETS = 10_000;

  private final int full;
  private final ConcurrentHashMap<ModelTarget, Integer> tenths = new ConcurrentHashMap<>();

  RetryBudget(int tokens) {
    this.full = tokens * RETRY;
  }

  boolean tryTake(ModelTarget target) {
    boolean[] taken = {false};
    if (tenths.size() >= MAX_TARGETS && !tenths.containsKey(target)) {
      return false;
    }
    tenths.compute(
        target,
        (t, left) -> {
          int now = left == null ? full : left;
          taken[0] = now >= RETRY;
          return taken[0] ? now - RETRY : now;
        });
    return taken[0];
  }

  void answered(ModelTarget target) {
    if (tenths.containsKey(target)) {
      tenths.computeIfPresent(
          target, (t, left) -> left + ANSWER >= full ? null : Integer.valueOf(left + ANSWER));
    }
  }
}
