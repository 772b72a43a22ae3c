package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How often a target is asked again, and how long it is left alone before.
 *
 * <p>The wait is the server's hint if there is one; else it starts at the first wait, doubles, and
 * is shortened by up to a quarter at random, so that many callers do not come back together.
 *
 * @param retries how many further tries there are at most
 * @param firstWait before the first further try
 * @param maxWait bounds the doubling
 * @param firstWaitIfLimited before the first further try after {@code rate_limited} without a hint
 * @param budget how many further tries a target gets that never answers, over all dispatches
 */
public record RetryPolicy(
    int retries, Duration firstWait, Duration maxWait, Duration firstWaitIfLimited, int budget) {
  /** Up to 2 retries: 0.5 s doubling to 8 s, from 2 s on if limited. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(2, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofSeconds(2), 10);

  /** No retries. */
  public static final RetryPolicy NEVER =
      new RetryPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 10);

  /** Refuses what makes no sense. */
  public RetryPolicy {
    Misuse.check("retry")
        .unless(retries >= 0 && retries <= 10, () -> "retries " + retries + " must be 0 to 10")
        .unless(
            !firstWait.isNegative() && !maxWait.isNegative() && !firstWaitIfLimited.isNegative(),
            () -> "waits must not be negative")
        .unless(budget >= 1, () -> "retry budget " + budget + " must be at least 1")
        .orThrow();
  }

  /**
   * A wait before the next try.
   *
   * @param delay how long
   * @param source why that long
   */
  record Wait(Duration delay, String source) {}

  /** Returns the wait before retry number {@code retry}, from 1; chance is in [0, 1). */
  Wait before(int retry, Failure failure, DoubleSupplier chance) {
    if (failure.retryAfter().isPresent()) {
      return new Wait(failure.retryAfter().get(), failure.retryAfterSource().orElse("retry-after"));
    }
    Duration first = failure.kind() == FailureKind.RATE_LIMITED ? firstWaitIfLimited : firstWait;
    Duration doubled = first.multipliedBy(1L << Math.min(retry - 1, 20));
    Duration full = doubled.compareTo(maxWait) > 0 ? maxWait : doubled;
    long nanos = (long) (full.toNanos() * (1 - 0.25 * chance.getAsDouble()));
    return new Wait(Duration.ofNanos(nanos), "backoff");
  }
}
