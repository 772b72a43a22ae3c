package dev.modeldispatch.samples.benchmarks.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Draws from a random source. */
final class Draw {
  private Draw() {}

  static <T> T of(SplittableRandom random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  @SafeVarargs
  static <T> T of(SplittableRandom random, T... some) {
    return some[random.nextInt(some.length)];
  }

  static boolean oneIn(SplittableRandom random, int count) {
    return random.nextInt(count) == 0;
  }

  /** Returns a number with this mean, exponentially distributed: mostly less, now and then more. */
  static long around(SplittableRandom random, long mean) {
    return 1 + (long) (-StrictMath.log(1 - random.nextDouble()) * mean);
  }
}
