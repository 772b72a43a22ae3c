package dev.modeldispatch.core.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Time and threads, as the rooms share them.
 *
 * @param clock tells the time
 * @param timers runs things later, on its one thread: nothing that blocks, nothing of a user's
 * @param callbacks runs what is a user's
 */
public record Resources(InstantSource clock, ScheduledExecutorService timers, Executor callbacks) {
  /** Runs the task on the timer thread after the delay; the future cancels it. */
  public Future<?> after(Duration delay, Runnable task) {
    return timers.schedule(task, Math.max(0, nanos(delay)), TimeUnit.NANOSECONDS);
  }

  private static long nanos(Duration delay) {
    return delay.toSeconds() > Long.MAX_VALUE / 2_000_000_000L
        ? Long.MAX_VALUE / 2
        : delay.toNanos();
  }
}
