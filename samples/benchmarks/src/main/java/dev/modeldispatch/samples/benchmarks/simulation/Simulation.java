package dev.modeldispatch.samples.benchmarks.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Many runs, one after the other, each of a seed of its own. Every fiftieth is run twice: if it
 * does not do the same again, that is a violation, too.
 */
public final class Simulation {
  private static final int REPLAYED = 50;
  private static final int SHOWN = 20;

  private final long firstSeed;
  private final long dispatches;

  private Simulation(long firstSeed, long dispatches) {
    this.firstSeed = firstSeed;
    this.dispatches = dispatches;
  }

  /** Returns the simulation of at least this many dispatches, with the seeds from 0 on. */
  public static Simulation of(long dispatches) {
    return new Simulation(0, dispatches);
  }

  /** Returns the simulation of this seed alone, run twice. */
  public static Simulation ofSeed(long seed) {
    return new Simulation(seed, 1);
  }

  /** Runs it on this thread; each violation is told as it is found, up to 20 of them. */
  public Report run(Consumer<String> progress) {
    long start = System.nanoTime();
    long cpuStart = cpuNanos();
    List<Violation> found = new ArrayList<>();
    var log = new EventLog();
    var mix = new Mix();
    long done = 0;
    long attempts = 0;
    long seed = firstSeed;
    for (; done < dispatches; seed++) {
      Run.Outcome outcome = Run.of(seed);
      found.addAll(violations(seed, outcome));
      done += outcome.dispatches();
      attempts += outcome.attempts();
      log.add(outcome.digest());
      mix.add(outcome.mix());
    }
    found.stream().limit(SHOWN).map(Violation::line).forEach(progress);
    var took = Duration.ofNanos(System.nanoTime() - start);
    var cpu = Duration.ofNanos(cpuNanos() - cpuStart);
    return new Report(seed - firstSeed, done, attempts, took, cpu, log.hex(), mix.counts(), found);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private List<Violation> violations(long seed, Run.Outcome outcome) {
    if ((seed - firstSeed) % REPLAYED != 0) {
      return outcome.violations();
    }
    List<Violation> all = new ArrayList<>(outcome.violations());
    String again = Run.of(seed).digest();
    if (!again.equals(outcome.digest())) {
      all.add(
          new Violation(
              seed, "G21 a seed replays", "digest " + outcome.digest() + ", then " + again));
    }
    return all;
  }
}
