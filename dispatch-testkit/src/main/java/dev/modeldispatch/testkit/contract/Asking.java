package dev.modeldispatch.testkit.contract;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call that waits, on a thread of its own, so that a test can act meanwhile.
 *
 * @param <T> the type of the result
 */
final class Asking<T> {
  private final FutureTask<T> task;
  private final Thread thread;
  private boolean endedInterrupted; // written before the task is done, read after

  Asking(Callable<T> call) {
    task =
        new FutureTask<>(
            () -> {
              try {
                return call.call();
              } finally {
                endedInterrupted = Thread.currentThread().isInterrupted();
              }
            });
    thread = new Thread(task, "contract-asking");
    thread.setDaemon(true);
    thread.start();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits for the result; fails if the call throws or never returns. */
  T result(Duration limit) throws InterruptedException {
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("The call threw in place of a result.", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("The call did not return within " + limit, e);
    }
  }

  /** Whether the thread's interrupt flag was set when the call returned. */
  boolean endedInterrupted() {
    return endedInterrupted;
  }
}
