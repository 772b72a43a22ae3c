package dev.modeldispatch.core.batch;

import dev.modeldispatch.Completion;
import dev.modeldispatch.ModelResult;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the completion condition, one result after the other, in the order in which they came.
 *
 * <p>Between threads: whoever adds a result while nobody judges becomes the judge and goes on until
 * the queue is empty. The condition is a user's, so it is asked without a lock.
 */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  private final Completion completion;
  private final int targets;
  private final ArrayDeque<ModelResult> queue = new ArrayDeque<>(4);
  private Predicate<ModelResult> gate;
  private boolean judging;
  private int answered;
  private int judged;
  private volatile boolean met;

  Judge(Completion completion, int targets) {
    this.completion = completion;
    this.targets = targets;
    this.gate = completion.openGate(targets);
  }

  boolean isMet() {
    return met;
  }

  /** Judges what there is; returns true to the one call after which all targets are judged. */
  boolean judge(ModelResult result, Runnable whenMet) {
    synchronized (queue) {
      queue.add(result);
      if (judging) {
        return false;
      }
      judging = true;
    }
    while (true) {
      ModelResult next;
      synchronized (queue) {
        next = queue.poll();
        if (next == null) {
          judging = false;
          return judged == targets;
        }
        judged++;
      }
      if (isMetBy(next) && !met) {
        met = true;
        whenMet.run();
      }
    }
  }

  private boolean isMetBy(ModelResult result) {
    answered += result.isAnswered() ? 1 : 0;
    try {
      return gate.test(result);
    } catch (Throwable e) { // a user's condition; an Error in it must not lose the batch
      LOG.warn(
          "the completion condition {} threw {}; the batch runs on as all()",
          completion,
          e.getClass().getName());
      int[] left = {targets - answered};
      gate = later -> later.isAnswered() && --left[0] == 0;
      return left[0] == 0;
    }
  }
}
