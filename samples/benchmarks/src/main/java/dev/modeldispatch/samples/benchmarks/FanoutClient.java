package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The client's side of {@link FanoutMeasurement}, in a JVM of its own: counts what it holds before
 * the crowd is built, with the crowd in flight, and after it was closed.
 */
final class FanoutClient {
  private static final Duration OURS_GO = Duration.ofSeconds(1);
  private static final Duration ALL_GO = Duration.ofSeconds(20);
  private static final long POLL_MS = 10;

  private FanoutClient() {}

  /** Measures rounds; arguments: ours or raw, server, calls in a round, rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    URI server = URI.create(args[1]);
    int calls = Integer.parseInt(args[2]);
    var parent = new Parent();
    JvmState.warm();
    JvmState before = JvmState.now();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    fly(args[0].equals("ours"), server, calls, Integer.parseInt(args[3]), parent, before, threads);
    watchTheEnd(parent, before);
  }

  /** In a method of its own, so that nothing of the crowd is on the stack afterwards. */
  private static void fly(
      boolean ours,
      URI server,
      int calls,
      int rounds,
      Parent parent,
      JvmState before,
      int threadsBefore)
      throws IOException, InterruptedException {
    try (Crowd crowd = ours ? new OurCrowd(server, calls) : new RawCrowd(server, calls)) {
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        int answered = crowd.start().await();
        double seconds = (System.nanoTime() - start) / 1e9;
        parent.say("round", "wall_s", seconds, "answered", answered);
      }
      parent.await("hold");
      Crowd.Flight flight = crowd.start();
      parent.say("started");
      parent.await("arrived");
      long held = JvmState.now().heapBytes() - before.heapBytes();
      parent.say("held", "bytes", held, "open", flight.open());
      flight.await();
      int peak = ManagementFactory.getThreadMXBean().getPeakThreadCount();
      parent.say("peak", "threads", peak - threadsBefore);
    }
  }

  private static void watchTheEnd(Parent parent, JvmState before) throws InterruptedException {
    long closed = System.nanoTime();
    while (!ours(before.newThreads()).isEmpty() && isWithin(OURS_GO, closed)) {
      Thread.sleep(POLL_MS);
    }
    int ours = ours(before.newThreads()).size();
    JvmState after = JvmState.now();
    while (isMore(before, after) && isWithin(ALL_GO, closed)) {
      after = JvmState.now();
    }
    List<String> threads = before.newThreads();
    parent.say(
        "left",
        "own_threads",
        ours,
        "threads",
        threads.size(),
        "names",
        String.join(",", threads),
        "descriptors",
        after.descriptors() - before.descriptors(),
        "seconds",
        (System.nanoTime() - closed) / 1e9);
  }

  private static boolean isMore(JvmState before, JvmState after) {
    return !before.newThreads().isEmpty() || after.descriptors() > before.descriptors();
  }

  private static List<String> ours(List<String> threads) {
    return threads.stream().filter(name -> name.startsWith("dispatch-")).toList();
  }

  private static boolean isWithin(Duration limit, long sinceNanos) {
    return System.nanoTime() - sinceNanos < limit.toNanos();
  }
}
