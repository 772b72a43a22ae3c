package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Decides what follows a failed attempt. One for each leg; used under its dispatch's lock.
 *
 * <p>The same target is asked again if the failure may pass, nothing of an answer has come, the
 * policy and the target's budget allow it, and the wait fits into the deadline. Otherwise the next
 * fallback for this cause is asked, unless the failure is the caller's own and would meet every
 * target. Nobody is asked twice so, and no key that was just refused.
 */
final class NextStep {
  private static final Set<FailureKind> SAME_EVERYWHERE =
      EnumSet.of(FailureKind.INVALID_REQUEST, FailureKind.TOOL_DENIED);

  private static final Step END = new End();

  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final DoubleSupplier chance;
  private final DeadCredentials dead;
  private final Fallbacks fallbacks;
  private final Asked seen;
  private int retries;

  NextStep(Engine engine, Fallbacks fallbacks, Asked seen) {
    this.policy = engine.settings().retry();
    this.budget = engine.budget();
    this.chance = engine.chance();
    this.dead = engine.dead();
    this.fallbacks = fallbacks;
    this.seen = seen;
  }

  /** What follows. */
  sealed interface Step {}

  /** The leg ends with the failure. */
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

  /** Whether another target would not fail in the same way. */
  static boolean mayHelpElsewhere(Failure failure) {
    return !SAME_EVERYWHERE.contains(failure.kind());
  }

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
    Optional<ModelTarget> other = mayHelpElsewhere(failure) ? next(failure) : Optional.empty();
    if (other.isPresent()) {
      retries = 0;
      return new Fallback(other.get());
    }
    return END;
  }

  private Optional<ModelTarget> next(Failure failure) {
    return fallbacks.after(failure.kind()).stream()
        .filter(target -> seen.mayAsk(target, dead.of(target)))
        .findFirst()
        .filter(seen::ask);
  }
}
