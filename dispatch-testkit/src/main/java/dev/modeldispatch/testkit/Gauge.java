package dev.modeldispatch.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much of something there is, and was at most. Guarded by itself. */
final class Gauge {
  private int now;
  private int most;

  synchronized void up() {
    now++;
    most = Math.max(most, now);
    notifyAll();
  }

  synchronized void down() {
    now--;
    notifyAll();
  }

  synchronized int now() {
    return now;
  }

  synchronized int most() {
    return most;
  }

  synchronized void await(int count, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (now != count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(now + " are unfinished in place of " + count + ", after " + limit);
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }
}
