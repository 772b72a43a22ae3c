package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Decides what follows a failed attempt. One for each dispatch; used under its lock.
 *
 * <p>The same target is asked again if the failure may pass, nothing of an answer has come, the
 * policy and the target's budget allow it, and the wait fits into the deadline. Otherwise the next
 * fallback is asked, unless the failure is the caller's own and would meet every target.
 */
final class NextStep {
  private static final Set<FailureKind> SAME_EVERYWHERE =
      EnumSet.of(
          FailureKind.INVALID_REQUEST, FailureKind.TOOL_DENIED, FailureKind.OVERLOADED_LOCALLY);

  private static final Step END = new End();

  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final DoubleSupplier chance;
  private final Iterator<ModelTarget> fallbacks;
  private int retries;

  NextStep(RetryPolicy policy, RetryBudget budget, DoubleSupplier chance, Prompt prompt) {
    this.policy = policy;
    this.budget = budget;
    this.chance = chance;
    boolean bound = prompt.session().mode() != Session.Mode.FRESH;
    this.fallbacks = bound ? Collections.emptyIterator() : prompt.fallbacks().iterator();
  }

  /** What follows. */
  sealed interface Step {}

  /** The dispatch ends with the failure. */
  private record End() implements Step {}

  /**
   * The same target is asked again.
   *
   * @param pause how long it is left alone before
   */
  record Retry(RetryPolicy.Wait pause) implements Step {}

  /**
   * Another target is asked.
   *
   * @param target who
   */
  record Fallback(ModelTarget target) implements Step {}

  Step after(ModelTarget asked, Failure failure, Duration left, boolean nothingCame) {
    if (!nothingCame) {
      return END;
    }
    if (failure.retryable() && retries < policy.retries()) {
      var wait = policy.before(retries + 1, failure, chance);
      if (wait.delay().compareTo(left) < 0 && budget.tryTake(asked)) {
        retries++;
        return new Retry(wait);
      }
    }
    if (fallbacks.hasNext() && !SAME_EVERYWHERE.contains(failure.kind())) {
      retries = 0;
      return new Fallback(fallbacks.next());
    }
    return END;
  }
}
