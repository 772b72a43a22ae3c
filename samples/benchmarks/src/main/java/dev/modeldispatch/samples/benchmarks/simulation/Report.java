package dev.modeldispatch.samples.benchmarks.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a simulation found.
 *
 * @param runs how many seeds
 * @param dispatches how many dispatches and slots of batches
 * @param attempts how many attempts they made
 * @param took how long that took
 * @param cpu how long this thread worked for it
 * @param digest of all that happened: the same seeds make the same digest, in every process
 * @param mix how often what was simulated
 * @param violations what was promised and not kept, at most 20 of each run
 */
public record Report(
    long runs,
    long dispatches,
    long attempts,
    Duration took,
    Duration cpu,
    String digest,
    Map<String, Long> mix,
    List<Violation> violations) {
  /** Copies the collections. */
  public Report {
    mix = Map.copyOf(mix);
    violations = List.copyOf(violations);
  }

  /** {@return how many dispatches were simulated in a minute} */
  public double dispatchesPerMinute() {
    return dispatches * 6e10 / took.toNanos();
  }
}
