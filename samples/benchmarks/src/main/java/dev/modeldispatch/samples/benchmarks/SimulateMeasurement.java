package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.samples.benchmarks.simulation.Report;
import dev.modeldispatch.samples.benchmarks.simulation.Simulation;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Whether the promises hold in many seeded runs of the whole library, on virtual time and a
 * simulated network, in one thread.
 */
final class SimulateMeasurement implements Measurement {
  /**
   * How much is simulated.
   *
   * @param name what the measurement is called
   * @param dispatches at least how many dispatches
   */
  record Sizes(String name, long dispatches) {
    static final Sizes FULL = new Sizes("simulate", 1_000_000);
    static final Sizes LONG = new Sizes("simulate10m", 10_000_000);
  }

  private final Sizes sizes;
  private final OptionalLong seed;

  /** Simulates this much, or the one seed. */
  SimulateMeasurement(Sizes sizes, OptionalLong seed) {
    this.sizes = sizes;
    this.seed = seed;
  }

  @Override
  public String name() {
    return sizes.name();
  }

  @Override
  public String about() {
    return "what holds in %,d dispatches on virtual time; --seed N for one run"
        .formatted(sizes.dispatches());
  }

  @Override
  public List<Figure> run(Consumer<String> progress) {
    Report report =
        seed.isPresent()
            ? Simulation.ofSeed(seed.getAsLong()).run(progress)
            : Simulation.of(sizes.dispatches()).run(progress);
    new TreeMap<>(report.mix()).forEach((what, count) -> progress.accept(what + ": " + count));
    progress.accept("digest " + report.digest());
    return List.of(
        new Figure(
            name() + ".dispatches_per_minute",
            report.dispatchesPerMinute(),
            // One run is over before the JVM is warm.
            seed.isPresent() ? Bound.none() : Bound.atLeast(1_000_000),
            "%,d dispatches, %,d attempts, %,d runs in %d ms, %d ms of them at work"
                .formatted(
                    report.dispatches(),
                    report.attempts(),
                    report.runs(),
                    report.took().toMillis(),
                    report.cpu().toMillis())),
        new Figure(
            name() + ".violations",
            report.violations().size(),
            Bound.exactly(0),
            "of what is promised"));
  }
}
