package dev.modeldispatch.core.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that never jumps: the wall clock read once, and the nanoseconds since. The only caller of
 * {@code System.nanoTime}.
 */
public final class MonotonicTime implements InstantSource {
  private final Instant start;
  private final long startNanos;

  private MonotonicTime(Instant start, long startNanos) {
    this.start = start;
    this.startNanos = startNanos;
  }

  /** Returns a source that starts with the wall clock's time now. */
  public static MonotonicTime start() {
    return new MonotonicTime(Clock.systemUTC().instant(), System.nanoTime());
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
