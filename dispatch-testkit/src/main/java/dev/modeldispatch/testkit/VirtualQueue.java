package dev.modeldispatch.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a {@link VirtualTime} holds: the tasks, and how far time has come. Guarded by itself. */
final class VirtualQueue {
  private final TreeSet<VirtualTask<?>> tasks = new TreeSet<>();
  private long nanos;
  private long submitted;
  private boolean shutdown;

  synchronized long nanos() {
    return nanos;
  }

  synchronized int size() {
    return tasks.size();
  }

  synchronized boolean isShutdown() {
    return shutdown;
  }

  synchronized Optional<Duration> untilNext() {
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, tasks.first().due() - nanos)));
  }

  synchronized void enter(VirtualTask<?> task) {
    if (shutdown) {
      throw new RejectedExecutionException("The virtual time was shut down.");
    }
    task.number(submitted++);
    tasks.add(task);
    notifyAll();
  }

  /** Puts a periodic task back, unless it was cancelled or time was shut down meanwhile. */
  synchronized void enterAgain(VirtualTask<?> task) {
    if (!shutdown && !task.isCancelled()) {
      enter(task);
    }
  }

  synchronized void remove(VirtualTask<?> task) {
    tasks.remove(task);
  }

  /** Takes the next task due by {@code target} and moves time to it; null: moves to the target. */
  synchronized @Nullable VirtualTask<?> next(long target) {
    boolean due = !tasks.isEmpty() && tasks.first().due() <= target;
    VirtualTask<?> task = due ? tasks.pollFirst() : null;
    nanos = Math.max(nanos, task == null ? target : task.due());
    return task;
  }

  synchronized void shutdown() {
    shutdown = true;
    tasks.removeIf(VirtualTask::isPeriodic);
  }

  synchronized List<Runnable> shutdownNow() {
    shutdown();
    List<Runnable> dropped = List.copyOf(tasks);
    tasks.clear();
    return dropped;
  }

  synchronized void await(int count, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (tasks.size() < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            tasks.size() + " of " + count + " tasks were submitted within " + limit + ".");
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }
}
