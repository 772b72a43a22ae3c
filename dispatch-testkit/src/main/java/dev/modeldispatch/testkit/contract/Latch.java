package dev.modeldispatch.testkit.contract;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a thread until a test opens it, and remembers whether the thread gave up waiting. */
final class Latch {
  private final CountDownLatch latch = new CountDownLatch(1);
  private volatile boolean gaveUp;

  void await(Duration limit) {
    try {
      gaveUp |= !latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void open() {
    latch.countDown();
  }

  boolean gaveUp() {
    return gaveUp;
  }
}
