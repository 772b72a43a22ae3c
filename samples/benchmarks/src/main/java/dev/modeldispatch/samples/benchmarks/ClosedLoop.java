package dev.modeldispatch.samples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A number of calls, of which a fixed number is in flight: whoever is done begins the next, on the
 * thread that brought the answer, so that no thread of ours stands between two calls.
 */
final class ClosedLoop {
  /** One call: begins at once, and tells once whether it was answered. */
  @FunctionalInterface
  interface Call {
    void begin(Consumer<Boolean> done);
  }

  /**
   * What a loop took.
   *
   * @param callsPerSecond how many were answered in a second
   * @param p99Micros the latency that one call in a hundred exceeds
   * @param cpuMicros the processor time of this JVM for one call
   */
  record Pace(double callsPerSecond, double p99Micros, double cpuMicros) {}

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Call call;
  private final double[] micros;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final CountDownLatch open;

  private ClosedLoop(Call call, int calls) {
    this.call = call;
    this.micros = new double[calls];
    this.open = new CountDownLatch(calls);
  }

  /** Makes the calls and waits for the last. */
  static Pace run(Call call, int calls, int inFlight) throws InterruptedException {
    var loop = new ClosedLoop(call, calls);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < inFlight; i++) {
      loop.beginNext();
    }
    loop.open.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / calls;
    if (loop.failed.get() > 0) {
      throw new IllegalStateException(loop.failed + " of " + calls + " calls were not answered");
    }
    return new Pace(calls / seconds, Quantiles.of(loop.micros).at(0.99), cpuMicros);
  }

  private void beginNext() {
    int number = next.getAndIncrement();
    if (number < micros.length) {
      long start = System.nanoTime();
      call.begin(answered -> end(number, start, answered));
    }
  }

  private void end(int number, long start, boolean answered) {
    micros[number] = (System.nanoTime() - start) / 1e3;
    if (!answered) {
      failed.incrementAndGet();
    }
    beginNext();
    open.countDown();
  }
}
