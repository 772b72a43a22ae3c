package dev.modeldispatch.core.internal;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs callbacks on few threads that stay busy under load, and on more when callbacks block.
 *
 * <p>Between threads: whoever queues a task while none is free starts a look a little later; a look
 * that finds tasks waiting and none finished since the one before adds a thread, up to 16, and
 * looks again. So a callback that blocks holds up others for some milliseconds, until 16 do.
 */
final class CallbackThreads extends ThreadPoolExecutor {
  private static final int FEW = 4;
  private static final int MANY = 16;
  private static final Duration LOOK = Duration.ofMillis(10);

  private final ScheduledExecutorService timers;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long finishedBefore;

  CallbackThreads(ScheduledExecutorService timers, ThreadFactory threads, Duration idle) {
    super(
        FEW,
        MANY,
        idle.toMillis(),
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        threads,
        // After the end, whoever has something left to tell tells it itself.
        (task, pool) -> task.run());
    allowCoreThreadTimeOut(true);
    this.timers = timers;
  }

  @Override
  public void execute(Runnable task) {
    super.execute(task);
    if (!getQueue().isEmpty() && looking.compareAndSet(false, true)) {
      finishedBefore = getCompletedTaskCount();
      lookSoon();
    }
  }

  private void lookSoon() {
    try {
      var unused = timers.schedule(this::look, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      looking.set(false); // the timers are closed, and these threads soon
    }
  }

  private void look() {
    if (getQueue().isEmpty()) {
      setCorePoolSize(FEW);
      looking.set(false);
      return;
    }
    long finished = getCompletedTaskCount();
    if (finished == finishedBefore && getCorePoolSize() < MANY) {
      setCorePoolSize(getCorePoolSize() + 1); // starts a thread, since tasks wait
    }
    finishedBefore = finished;
    lookSoon();
  }
}
