package dev.modeldispatch.core;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.limit.BreakerSettings;
import java.time.Duration;

/**
 * When a provider in trouble is left alone. Immutable.
 *
 * <p>A breaker opens when too many of the last calls met trouble: the server failed or was
 * overloaded, could not be reached, broke the connection, stalled, or said nothing until the
 * deadline passed. Refusals (a bad key, an unknown model, a rate limit) are not trouble. While it
 * is open, calls fail at once with {@code circuit_open}. After a while one call is let through: if
 * that goes well, the breaker closes.
 *
 * <p>By default it opens when half of the last 20 calls, and of at least 10, met trouble, stays
 * open for 30 s, and counts 10 s of silence as trouble.
 */
public final class Breaker {
  private static final int MOST_CALLS = 10_000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Breaker STANDARD = builder().build();

  private final BreakerSettings settings;

  private Breaker(BreakerSettings settings) {
    this.settings = settings;
  }

  /** Returns the breaker with all defaults. */
  public static Breaker standard() {
    return STANDARD;
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  BreakerSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "Breaker[opens at "
        + settings.failureRate()
        + " % of "
        + settings.lastCalls()
        + " calls, for "
        + settings.openFor()
        + "]";
  }

  /** Collects a breaker's values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private int failureRate = 50;
    private int lastCalls = 20;
    private int minimumCalls = 10;
    private Duration openFor = Duration.ofSeconds(30);
    private Duration silence = Duration.ofSeconds(10);

    private Builder() {}

    /** Sets the percentage of calls with trouble from which on it opens; 50 by default. */
    public Builder failureRate(int percent) {
      failureRate = percent;
      return this;
    }

    /** Sets how many calls, the last ones, that is a percentage of; 20 by default. */
    public Builder lastCalls(int calls) {
      lastCalls = calls;
      return this;
    }

    /** Sets how many calls have to be counted before it may open; 10 by default. */
    public Builder minimumCalls(int calls) {
      minimumCalls = calls;
      return this;
    }

    /** Sets how long it stays open before it lets one call through; 30 s by default. */
    public Builder openFor(Duration time) {
      openFor = time;
      return this;
    }

    /** Sets from when on silence is trouble if a deadline passes; 10 s by default. */
    public Builder silence(Duration time) {
      silence = time;
      return this;
    }

    /** Returns the breaker, or throws with all that is wrong with it. */
    public Breaker build() {
      Misuse.check("breaker")
          .unless(
              failureRate >= 1 && failureRate <= 100,
              () -> "failureRate " + failureRate + " must be 1 to 100 percent")
          .unless(
              lastCalls >= 1 && lastCalls <= MOST_CALLS,
              () -> "lastCalls " + lastCalls + " must be 1 to 10,000")
          .unless(
              minimumCalls >= 1 && minimumCalls <= lastCalls,
              () -> "minimumCalls " + minimumCalls + " must be 1 to lastCalls " + lastCalls)
          .unless(
              openFor.compareTo(SHORTEST) >= 0 && openFor.compareTo(LONGEST) <= 0,
              () -> "openFor " + openFor + " must be 1 ms to a day")
          .unless(
              silence.compareTo(Duration.ZERO) > 0,
              () -> "silence " + silence + " must be above zero")
          .orThrow();
      return new Breaker(
          new BreakerSettings(failureRate, lastCalls, minimumCalls, openFor, silence));
    }
  }
}
