package dev.modeldispatch.core;

import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.Resources;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads of one front door; a timer that the user brought stays the user's. */
final class Workshop implements AutoCloseable {
  private static final long CLOSE_WITHIN_MS = 1_000;

  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final ExecutorService callbacks;
  private final boolean ownsTimers;

  private Workshop(InstantSource clock, ScheduledExecutorService timers, boolean ownsTimers) {
    this.clock = clock;
    this.timers = timers;
    this.callbacks = DispatchThreads.callbacks(timers);
    this.ownsTimers = ownsTimers;
  }

  static Workshop own(InstantSource clock) {
    return new Workshop(clock, DispatchThreads.timers(), true);
  }

  static Workshop with(InstantSource clock, ScheduledExecutorService timers) {
    return new Workshop(clock, timers, false);
  }

  InstantSource clock() {
    return clock;
  }

  ScheduledExecutorService timers() {
    return timers;
  }

  Resources resources() {
    return new Resources(clock, timers, callbacks);
  }

  /** Lets the callbacks that are due run, for a bounded time. */
  @Override
  public void close() {
    if (ownsTimers) {
      timers.shutdownNow();
    }
    callbacks.shutdown();
    try {
      if (!callbacks.awaitTermination(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        callbacks.shutdownNow();
      }
    } catch (InterruptedException e) {
      callbacks.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
