package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Time and threads of one open folder: timers start things, file threads touch the disk, callback
 * threads tell users. Closing it lets what is queued run, for a bounded time.
 */
final class Threads implements AutoCloseable {
  private static final int FILE_THREADS = 8;
  private static final long CLOSE_WITHIN_SECONDS = 5;

  private final Resources resources;
  private final Executor files;
  private final ExecutorService ownCallbacks;
  private final ExecutorService ownFiles;
  private final boolean ownsTimers;

  private Threads(Choice choice) {
    ScheduledExecutorService timers = choice.timers.orElseGet(DispatchThreads::timers);
    ownsTimers = choice.timers.isEmpty();
    ownCallbacks = DispatchThreads.callbacks(timers);
    ownFiles = DispatchThreads.files(FILE_THREADS);
    files = choice.files.orElse(ownFiles);
    resources = new Resources(choice.clock, timers, guarded(choice.callbacks));
  }

  /** What a user's executor refuses would be a result that nobody ever hears. */
  private Executor guarded(Optional<Executor> users) {
    if (users.isEmpty()) {
      return ownCallbacks;
    }
    Executor theirs = users.get();
    return task -> {
      try {
        theirs.execute(task);
      } catch (RejectedExecutionException e) {
        ownCallbacks.execute(task);
      }
    };
  }

  Resources resources() {
    return resources;
  }

  InstantSource clock() {
    return resources.clock();
  }

  Executor files() {
    return files;
  }

  Executor callbacks() {
    return resources.callbacks();
  }

  /** Runs the task on a file thread after the delay. */
  Future<?> after(Duration delay, Runnable task) {
    return resources.after(delay, () -> files.execute(task));
  }

  @Override
  public void close() {
    if (ownsTimers) {
      resources.timers().shutdownNow();
    }
    ownFiles.shutdown();
    await(ownFiles);
    ownCallbacks.shutdown();
    await(ownCallbacks);
  }

  private static void await(ExecutorService pool) {
    try {
      if (!pool.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** What a builder collects of it. */
  static final class Choice {
    private InstantSource clock = MonotonicTime.start();
    private Optional<ScheduledExecutorService> timers = Optional.empty();
    private Optional<Executor> callbacks = Optional.empty();
    private Optional<Executor> files = Optional.empty();

    void time(InstantSource source, ScheduledExecutorService scheduler) {
      clock = source;
      timers = Optional.of(scheduler);
    }

    void callbacks(Executor executor) {
      callbacks = Optional.of(executor);
    }

    /** Everything on the thread that calls or moves time. */
    void onCallingThread() {
      callbacks = Optional.of(Runnable::run);
      files = Optional.of(Runnable::run);
    }

    Threads start() {
      return new Threads(this);
    }
  }
}
