package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.core.Breaker;
import dev.modeldispatch.core.Protection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * How one provider is protected in a run.
 *
 * @param maxInFlight how many calls run at a time
 * @param maxQueued how many more wait
 * @param requestsPerMinute how many calls begin within a minute
 * @param tokensPerMinute how many tokens are asked for within a minute
 * @param trouble when it is left alone
 * @param followsServer whether what the server says of its limits is obeyed
 */
record Guard(
    OptionalInt maxInFlight,
    int maxQueued,
    OptionalInt requestsPerMinute,
    OptionalLong tokensPerMinute,
    Optional<Trouble> trouble,
    boolean followsServer) {
  /**
   * When a provider is left alone.
   *
   * @param failureRate in percent
   * @param lastCalls of how many calls
   * @param minimumCalls not before so many
   * @param openFor for how long
   * @param silence when a deadline passes after so much silence, that is trouble
   */
  record Trouble(
      int failureRate, int lastCalls, int minimumCalls, Duration openFor, Duration silence) {
    static Trouble draw(SplittableRandom random) {
      int lastCalls = 1 + random.nextInt(20);
      return new Trouble(
          1 + random.nextInt(100),
          lastCalls,
          1 + random.nextInt(lastCalls),
          Duration.ofMillis(1 + random.nextInt(30_000)),
          Duration.ofMillis(1 + random.nextInt(10_000)));
    }

    /** {@return how many calls have to fail at least before it opens} */
    int least() {
      return Math.max(1, (minimumCalls * failureRate + 99) / 100);
    }
  }

  /** Draws one for a provider that is asked about so often in a minute. */
  static Guard draw(SplittableRandom random, int places, long asksPerMinute) {
    long rate = Math.max(1, asksPerMinute * Draw.of(random, 3, 10, 40) / 10);
    var guard =
        new Guard(
            random.nextInt(3) > 0
                ? OptionalInt.of(Math.max(1, places / Draw.of(random, 1, 2, 4)))
                : OptionalInt.empty(),
            Draw.of(random, 0, 20, 300, 1_000),
            Draw.oneIn(random, 3)
                ? OptionalInt.of((int) Math.min(rate, 1_000_000))
                : OptionalInt.empty(),
            Draw.oneIn(random, 4)
                ? OptionalLong.of(Math.min(4 * rate, 1_000_000_000))
                : OptionalLong.empty(),
            random.nextBoolean() ? Optional.of(Trouble.draw(random)) : Optional.empty(),
            Draw.oneIn(random, 3));
    return guard.limitsNothing() ? draw(random, places, asksPerMinute) : guard;
  }

  private boolean limitsNothing() {
    return maxInFlight.isEmpty() && !hasRates() && trouble.isEmpty();
  }

  boolean hasRates() {
    return requestsPerMinute.isPresent() || tokensPerMinute.isPresent() || followsServer;
  }

  Protection protection() {
    var builder = Protection.builder().maxQueued(maxQueued);
    maxInFlight.ifPresent(builder::maxInFlight);
    requestsPerMinute.ifPresent(builder::requestsPerMinute);
    tokensPerMinute.ifPresent(builder::tokensPerMinute);
    trouble.ifPresent(
        t ->
            builder.breaker(
                Breaker.builder()
                    .failureRate(t.failureRate())
                    .lastCalls(t.lastCalls())
                    .minimumCalls(t.minimumCalls())
                    .openFor(t.openFor())
                    .silence(t.silence())
                    .build()));
    if (followsServer) {
      builder.followServerLimits();
    }
    return builder.build();
  }

  /** Returns how many calls of so many tokens may begin at once after a long rest. */
  int atOnce(long tokens) {
    long burst =
        requestsPerMinute.isPresent() ? Math.max(1, requestsPerMinute.getAsInt() / 10) : 50;
    if (tokensPerMinute.isPresent()) {
      burst = Math.min(burst, Math.max(1, tokensPerMinute.getAsLong() / 10 / tokens));
    }
    return (int) Math.min(burst, maxInFlight.orElse(50));
  }
}
