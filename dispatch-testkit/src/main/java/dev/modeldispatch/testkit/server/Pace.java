package dev.modeldispatch.testkit.server;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/**
 * How fast a streamed answer comes.
 *
 * @param firstAfter how long its first event is held back
 * @param perPiece the pause after each event; zero: all at once
 * @param seed if the pauses vary, between nothing and twice the pause, always alike for one seed
 */
record Pace(Duration firstAfter, Duration perPiece, OptionalLong seed) {
  static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO, OptionalLong.empty());

  Pace firstAfter(Duration wait) {
    return new Pace(wait, perPiece, seed);
  }

  Pace perPiece(Duration pause) {
    return new Pace(firstAfter, pause, seed);
  }

  Pace seed(long number) {
    return new Pace(firstAfter, perPiece, OptionalLong.of(number));
  }

  /** {@return the pauses of one stream, one after the other} */
  Supplier<Duration> pauses() {
    if (seed.isEmpty()) {
      return () -> perPiece;
    }
    var random = new Random(seed.getAsLong());
    return () -> Duration.ofNanos((long) (perPiece.toNanos() * 2 * random.nextDouble()));
  }
}
