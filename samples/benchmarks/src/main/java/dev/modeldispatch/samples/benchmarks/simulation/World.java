package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What all parts of one run share: its time, its own timers, and the violations. The timers are
 * counted, so that those that are left in the end are known to be the dispatcher's. Not
 * thread-safe: one run, one thread.
 */
final class World {
  private static final int MAX_VIOLATIONS = 20;

  private final long seed;
  private final VirtualTime time = new VirtualTime();
  private final List<Violation> violations = new ArrayList<>();
  private final Mix mix = new Mix();
  private int pending;

  World(long seed) {
    this.seed = seed;
  }

  /** {@return what was simulated so far} */
  Mix mix() {
    return mix;
  }

  VirtualTime time() {
    return time;
  }

  /** {@return nanoseconds since the start} */
  long now() {
    return time.elapsed().toNanos();
  }

  /** Runs the task later, as the user or the network, not as the dispatcher. */
  void after(long nanos, Runnable task) {
    var unused = timer(nanos, task);
  }

  /** The same; it can be taken back. */
  Future<?> timer(long nanos, Runnable task) {
    pending++;
    return time.schedule(
        () -> {
          pending--;
          guarded(task);
        },
        nanos,
        TimeUnit.NANOSECONDS);
  }

  /** Takes a task back. */
  void drop(Future<?> timer) {
    if (timer.cancel(false)) {
      pending--;
    }
  }

  /** Does something as a user, to whom nothing may be thrown. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) { // an Error out of the library is what is looked for, too
      expect(false, "nothing is thrown at users", () -> e + " at " + e.getStackTrace()[0]);
    }
  }

  /** {@return how many timers of the dispatcher wait} */
  int dispatchersTimers() {
    return time.pendingTasks() - pending;
  }

  void expect(boolean kept, String promise, Supplier<String> instead) {
    if (!kept && violations.size() < MAX_VIOLATIONS) {
      violations.add(
          new Violation(seed, promise, instead.get() + " (at " + Duration.ofNanos(now()) + ")"));
    }
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }
}
