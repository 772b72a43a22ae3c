package dev.modeldispatch.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that stands still until a test moves it: a clock and a scheduler in one.
 *
 * <p>{@link #advance} runs what falls due on the calling thread, in order of due time and then of
 * submission, each task at its own instant. Nothing runs otherwise, so every schedule can be
 * asserted exactly. Starts at 2026-01-01T00:00:00Z unless told otherwise.
 *
 * <p>Thread-safe: tasks may be submitted and cancelled on any thread at any moment. One thread at a
 * time runs tasks; a second one waits; a task that advances time itself is misuse. No lock is held
 * while a task runs, other than the one that keeps a second runner out.
 */
public final class VirtualTime extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {
  private final Instant start;
  private final ReentrantLock running = new ReentrantLock();
  private final VirtualQueue queue = new VirtualQueue();

  /** Starts at 2026-01-01T00:00:00Z. */
  public VirtualTime() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /** Starts at this instant. */
  public VirtualTime(Instant start) {
    this.start = start;
  }

  @Override
  public Instant instant() {
    return start.plus(elapsed());
  }

  /** {@return how far time has been moved} */
  public Duration elapsed() {
    return Duration.ofNanos(queue.nanos());
  }

  /** Moves time forward and runs all that falls due on the way. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("advance(" + by + "): time does not run backwards.");
    }
    if (running.isHeldByCurrentThread()) {
      throw new IllegalStateException("A task of virtual time cannot move it; let the test do so.");
    }
    running.lock();
    try {
      long target = Math.addExact(queue.nanos(), by.toNanos());
      for (var task = queue.next(target); task != null; task = queue.next(target)) {
        task.runOnce();
      }
    } finally {
      running.unlock();
    }
  }

  /** Runs all that is due now; time stands still. */
  public void runReady() {
    advance(Duration.ZERO);
  }

  /** {@return how many tasks wait, due or not} */
  public int pendingTasks() {
    return queue.size();
  }

  /** {@return how long until the next task falls due; zero if it is due already} */
  public Optional<Duration> untilNext() {
    return queue.untilNext();
  }

  /**
   * Waits, in real time, until at least this many tasks wait: for tests in which other threads
   * submit them. Fails if that takes longer than the limit.
   */
  public void awaitPendingTasks(int count, Duration limit) throws InterruptedException {
    queue.await(count, limit);
  }

  @Override
  public void execute(Runnable command) {
    queue.enter(new VirtualTask<>(queue, Executors.callable(command), queue.nanos(), 0));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return enter(Executors.callable(command), delay, 0, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return enter(callable, delay, 0, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    if (period <= 0) {
      throw new IllegalArgumentException("period " + period + " must be above zero.");
    }
    return enter(Executors.callable(command), initialDelay, period, unit);
  }

  /** The same as a fixed rate: tasks take no virtual time. */
  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return scheduleAtFixedRate(command, initialDelay, delay, unit);
  }

  /** Refuses new tasks and drops the periodic ones; delayed ones still run when time is moved. */
  @Override
  public void shutdown() {
    queue.shutdown();
  }

  /** Refuses new tasks and drops all that wait. */
  @Override
  public List<Runnable> shutdownNow() {
    return queue.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return queue.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return queue.isShutdown() && queue.size() == 0;
  }

  /** Says at once whether nothing is left: virtual time does not pass by waiting. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }

  /** Does what {@link #shutdownNow} does. */
  public void close() {
    shutdownNow();
  }

  @Override
  public String toString() {
    return "VirtualTime[" + elapsed() + " after the start, " + pendingTasks() + " tasks]";
  }

  private <V> VirtualTask<V> enter(Callable<V> work, long delay, long period, TimeUnit unit) {
    long due = queue.nanos() + Math.max(0, unit.toNanos(delay));
    var task = new VirtualTask<>(queue, work, due, unit.toNanos(period));
    queue.enter(task);
    return task;
  }
}
