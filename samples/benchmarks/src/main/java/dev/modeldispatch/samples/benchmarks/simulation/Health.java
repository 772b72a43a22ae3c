package dev.modeldispatch.samples.benchmarks.simulation;

import java.util.SplittableRandom;

/** One provider's weather over time: outages come and go. */
final class Health {
  private final SplittableRandom random;
  private final long meanNanos;
  private Weather weather = Weather.FAIR;
  private long until;

  Health(SplittableRandom random, long meanNanos) {
    this.random = random;
    this.meanNanos = meanNanos;
  }

  /** Returns what a server does that is asked now. */
  Behaviour behaviourAt(long now) {
    while (now >= until) {
      until += Draw.around(random, meanNanos);
      boolean fair = weather != Weather.FAIR || random.nextInt(3) == 0;
      weather = fair ? Weather.FAIR : Draw.of(random, Weather.values());
    }
    return Draw.of(random, weather.behaviours());
  }
}
