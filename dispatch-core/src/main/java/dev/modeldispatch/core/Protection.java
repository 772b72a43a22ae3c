package dev.modeldispatch.core;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.limit.BreakerSettings;
import dev.modeldispatch.core.limit.LaneSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a provider is kept from more than it bears, for all who ask it through one front door.
 * Immutable.
 *
 * <p>Who may not go at once waits in a fair queue, within its own deadline; no thread waits with
 * it. Who would get its turn too late fails at once with {@code overloaded_locally}.
 *
 * <table>
 *   <caption>Defaults</caption>
 *   <tr><th>Knob</th><th>Default</th></tr>
 *   <tr><td>{@link Builder#maxInFlight}</td><td>no limit</td></tr>
 *   <tr><td>{@link Builder#maxQueued}</td><td>1,000 that wait</td></tr>
 *   <tr><td>{@link Builder#requestsPerMinute}</td><td>no limit</td></tr>
 *   <tr><td>{@link Builder#tokensPerMinute}</td><td>no limit</td></tr>
 *   <tr><td>{@link Builder#breaker()}</td><td>none</td></tr>
 *   <tr><td>{@link Builder#followServerLimits}</td><td>not followed</td></tr>
 * </table>
 */
public final class Protection {
  private final LaneSettings settings;

  private Protection(LaneSettings settings) {
    this.settings = settings;
  }

  /** Returns a builder; it has to be given something to limit. */
  public static Builder builder() {
    return new Builder();
  }

  LaneSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "Protection["
        + (settings.maxInFlight().isPresent()
            ? settings.maxInFlight().getAsInt() + " at a time, "
            : "")
        + (settings.requestsPerMinute().isPresent()
            ? settings.requestsPerMinute().getAsInt() + " requests a minute, "
            : "")
        + (settings.tokensPerMinute().isPresent()
            ? settings.tokensPerMinute().getAsLong() + " tokens a minute, "
            : "")
        + (settings.breaker().isPresent() ? "breaker, " : "")
        + (settings.followsServer() ? "follows the server, " : "")
        + "at most "
        + settings.maxQueued()
        + " wait]";
  }

  /** Collects values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private static final int MILLION = 1_000_000;
    private static final long MOST_TOKENS = 1_000_000_000;

    private OptionalInt maxInFlight = OptionalInt.empty();
    private int maxQueued = 1_000;
    private OptionalInt requestsPerMinute = OptionalInt.empty();
    private OptionalLong tokensPerMinute = OptionalLong.empty();
    private Optional<BreakerSettings> breaker = Optional.empty();
    private boolean followsServer;

    private Builder() {}

    /** Bounds how many calls run at a time; no limit by default. */
    public Builder maxInFlight(int calls) {
      maxInFlight = OptionalInt.of(calls);
      return this;
    }

    /** Bounds how many more wait for their turn; 1,000 by default, 0 for none. */
    public Builder maxQueued(int calls) {
      maxQueued = calls;
      return this;
    }

    /**
     * Bounds how many calls begin within any minute; no limit by default. A tenth of them may begin
     * at once, the others are evenly spread.
     */
    public Builder requestsPerMinute(int calls) {
      requestsPerMinute = OptionalInt.of(calls);
      return this;
    }

    /**
     * Bounds how many tokens are asked for within a minute, prompts and answers together; no limit
     * by default. A call takes an estimate when it begins, which is corrected when it has ended. A
     * tenth may be taken at once; a call that needs more than that goes when a tenth is there, and
     * the next ones wait the longer.
     */
    public Builder tokensPerMinute(long tokens) {
      tokensPerMinute = OptionalLong.of(tokens);
      return this;
    }

    /** Leaves the provider alone while it is in trouble, by {@link Breaker#standard()}. */
    public Builder breaker() {
      return breaker(Breaker.standard());
    }

    /** Leaves the provider alone while it is in trouble. */
    public Builder breaker(Breaker when) {
      breaker = Optional.of(when.settings());
      return this;
    }

    /**
     * Lets nobody go while the server's last reply said that nothing is left of its limits, or that
     * it wants to be left alone, until the time it named and for at most a minute at once. Holds
     * for all models of the provider.
     */
    public Builder followServerLimits() {
      followsServer = true;
      return this;
    }

    /** Returns the protection, or throws with all that is wrong with it. */
    public Protection build() {
      Misuse.check("protection")
          .unless(
              maxInFlight.isPresent()
                  || requestsPerMinute.isPresent()
                  || tokensPerMinute.isPresent()
                  || breaker.isPresent()
                  || followsServer,
              () ->
                  "nothing is limited; set maxInFlight, requestsPerMinute, tokensPerMinute,"
                      + " breaker or followServerLimits")
          .unless(
              within(1, MILLION, maxInFlight.orElse(1)),
              () -> "maxInFlight " + maxInFlight.getAsInt() + " must be 1 to 1,000,000")
          .unless(
              within(0, MILLION, maxQueued),
              () -> "maxQueued " + maxQueued + " must be 0 to 1,000,000")
          .unless(
              within(1, MILLION, requestsPerMinute.orElse(1)),
              () -> "requestsPerMinute " + requestsPerMinute.getAsInt() + " must be 1 to 1,000,000")
          .unless(
              within(1, MOST_TOKENS, tokensPerMinute.orElse(1)),
              () ->
                  "tokensPerMinute " + tokensPerMinute.getAsLong() + " must be 1 to 1,000,000,000")
          .orThrow();
      return new Protection(
          new LaneSettings(
              maxInFlight, maxQueued, requestsPerMinute, tokensPerMinute, breaker, followsServer));
    }

    private static boolean within(long min, long max, long value) {
      return value >= min && value <= max;
    }
  }
}
