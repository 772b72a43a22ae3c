package dev.modeldispatch.core.internal;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the library's threads: daemons named {@code dispatch-...}, few, and gone when idle. */
public final class DispatchThreads {
  private static final long IDLE_SECONDS = 5;

  private DispatchThreads() {}

  /** Returns a pool of a fixed size that never refuses a task, for the HTTP client. */
  public static ExecutorService http(int threads) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedTransferQueue<>(),
            named("dispatch-http-"),
            // A client whose executor refuses leaves its futures hanging: after the end, its own
            // thread runs what is left.
            (task, executor) -> task.run());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Returns the pool that runs callbacks: 4 threads, and up to 16 while callbacks block.
   *
   * @param timers tells when to look whether they do
   */
  public static ExecutorService callbacks(ScheduledExecutorService timers) {
    return new CallbackThreads(
        timers, named("dispatch-callback-"), Duration.ofSeconds(IDLE_SECONDS));
  }

  /** Returns a pool of at most this many threads for what reads and writes files. */
  public static ExecutorService files(int threads) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedTransferQueue<>(),
            named("dispatch-file-"),
            // After the end, whoever has a file to mark marks it itself.
            (task, executor) -> task.run());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Returns the timer: one thread, cancelled tasks are dropped at once. */
  public static ScheduledThreadPoolExecutor timers() {
    var timers = new ScheduledThreadPoolExecutor(1, named("dispatch-timer-"));
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timers.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timers.allowCoreThreadTimeOut(true);
    return timers;
  }

  private static ThreadFactory named(String prefix) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
