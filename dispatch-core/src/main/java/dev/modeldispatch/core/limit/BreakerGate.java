package dev.modeldispatch.core.limit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from a server in trouble. Not thread-safe: used under its lane's lock.
 *
 * <p>Resilience4j counts and keeps the state. It would take the outcome of any call for the
 * probe's, so each state is a period of its own, and calls that began in an earlier one are not
 * counted. The probe's permission goes back when it says nothing, and when it takes longer than the
 * breaker stays open: then the next call is let through as well, and the first to end decides.
 */
final class BreakerGate {
  private final Exception trouble = new Trouble();
  private final CircuitBreaker breaker;
  private final long openFor;
  private long period = 1;
  private long openUntil;
  private String why = "";
  private @Nullable Permit probe;
  private long probeDue = Long.MAX_VALUE;

  /**
   * Nobody goes.
   *
   * @param evidence by what that was decided
   * @param left until somebody may, if that is known
   */
  record Refusal(String evidence, Optional<Duration> left) {}

  BreakerGate(String name, BreakerSettings settings, InstantSource clock) {
    openFor = settings.openFor().toNanos();
    breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRate())
                .slidingWindow(
                    settings.lastCalls(), settings.minimumCalls(), SlidingWindowType.COUNT_BASED)
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(clock.withZone(ZoneOffset.UTC))
                .build());
  }

  /** Takes a permission to go, or says why there is none. */
  Optional<Refusal> tryTake(Permit permit, long now) {
    if (breaker.getState() == State.OPEN) {
      if (now < openUntil) {
        return Optional.of(refusal(now));
      }
      breaker.transitionToHalfOpenState(); // not by itself: that would be up to 1 ms off
      newPeriod();
    }
    if (probe != null && now >= probeDue) {
      breaker.releasePermission();
      probe = null;
    }
    if (!breaker.tryAcquirePermission()) {
      return Optional.of(refusal(now));
    }
    if (breaker.getState() == State.HALF_OPEN) {
      probe = permit;
      probeDue = Long.MAX_VALUE;
    }
    return Optional.empty();
  }

  /** Returns why nobody may go, when nobody may. */
  Refusal refusal(long now) {
    if (breaker.getState() == State.OPEN) {
      var left = Duration.ofNanos(Math.max(0, openUntil - now));
      return new Refusal(
          why + ", closed again in " + LaneWords.time(left) + " at the earliest",
          Optional.of(left));
    }
    return new Refusal("one call is under way to see whether it works again", Optional.empty());
  }

  /** The call goes. */
  void begins(Permit permit, long now) {
    permit.begins(period);
    if (permit == probe) {
      probeDue = now + openFor;
    }
  }

  /** The call never went. */
  void dropped(Permit permit) {
    if (permit == probe) {
      probe = null;
      breaker.releasePermission();
    }
  }

  /** Counts the end of a call that went, and returns whether that opened the breaker. */
  boolean ended(Permit permit, Outcome outcome, long now) {
    if (permit.period() != period) {
      return false;
    }
    State before = breaker.getState();
    switch (outcome) {
      case GOOD -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      case TROUBLE -> breaker.onError(0, TimeUnit.NANOSECONDS, trouble);
      case SILENT -> dropped(permit);
    }
    if (breaker.getState() == before) {
      return false;
    }
    newPeriod();
    if (breaker.getState() != State.OPEN) {
      return false;
    }
    openUntil = now + openFor;
    why = before == State.CLOSED ? counts() : "the call that was let through failed";
    return true;
  }

  private void newPeriod() {
    period++;
    probe = null;
  }

  private String counts() {
    var counted = breaker.getMetrics();
    return counted.getNumberOfFailedCalls()
        + " of "
        + counted.getNumberOfBufferedCalls()
        + " calls failed";
  }

  @Override
  public String toString() {
    return breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Stands for what happened; Resilience4j wants an exception. */
  private static final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    Trouble() {
      super("trouble at the server", null, false, false);
    }
  }
}
