package dev.modeldispatch.core.internal;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one front door; timers and an executor that the user brought stay the user's. */
public final class Workshop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
  private static final long CLOSE_WITHIN_MS = 1_000;

  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final ExecutorService own;
  private final Executor callbacks;
  private final boolean ownsTimers;

  /** Makes what the user did not bring. */
  public Workshop(
      InstantSource clock, Optional<ScheduledExecutorService> timers, Optional<Executor> users) {
    this.clock = clock;
    this.timers = timers.orElseGet(DispatchThreads::timers);
    this.ownsTimers = timers.isEmpty();
    this.own = DispatchThreads.callbacks(this.timers);
    this.callbacks = users.<Executor>map(this::guarded).orElse(own);
  }

  /** What the user's executor refuses would be a result that nobody ever hears. */
  private Executor guarded(Executor users) {
    return task -> {
      try {
        users.execute(task);
      } catch (RejectedExecutionException e) {
        LOG.warn("the executor for callbacks refused one; it runs on a thread of our own");
        own.execute(task);
      }
    };
  }

  /** {@return what tells the time} */
  public InstantSource clock() {
    return clock;
  }

  /** {@return what runs things later} */
  public ScheduledExecutorService timers() {
    return timers;
  }

  /** {@return all of it, for the rooms} */
  public Resources resources() {
    return new Resources(clock, timers, callbacks);
  }

  /** Lets the callbacks that are due run, for a bounded time. */
  @Override
  public void close() {
    if (ownsTimers) {
      timers.shutdownNow();
    }
    own.shutdown();
    try {
      if (!own.awaitTermination(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        own.shutdownNow();
      }
    } catch (InterruptedException e) {
      own.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
