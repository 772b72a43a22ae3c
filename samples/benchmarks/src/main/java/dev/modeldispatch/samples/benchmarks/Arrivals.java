package dev.modeldispatch.samples.benchmarks;

import java.util.Arrays;

/**
 * Counts the requests that came to a server and the connections that its clients closed.
 * Thread-safe. Times are of the wall clock, the one that two processes share.
 */
final class Arrivals {
  private long[] atMillis = new long[1024];
  private int count;
  private int closes;
  private long lastCloseMillis;

  synchronized void arrived() {
    if (count == atMillis.length) {
      atMillis = Arrays.copyOf(atMillis, count * 2);
    }
    atMillis[count++] = System.currentTimeMillis();
  }

  synchronized void closed() {
    closes++;
    lastCloseMillis = System.currentTimeMillis();
  }

  synchronized int count() {
    return count;
  }

  synchronized int closes() {
    return closes;
  }

  /** {@return when the last client closed, in milliseconds of the epoch; 0 if none has} */
  synchronized long lastCloseMillis() {
    return lastCloseMillis;
  }

  /** Returns how many requests came later than this, in milliseconds of the epoch. */
  synchronized long after(long millis) {
    return Arrays.stream(atMillis, 0, count).filter(at -> at > millis).count();
  }
}
