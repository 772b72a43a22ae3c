package dev.modeldispatch.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task of a {@link VirtualTime}; cancelling takes it out of the queue. */
final class VirtualTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
  private final VirtualQueue queue;
  private final long period;
  private long due;
  private long number;

  VirtualTask(VirtualQueue queue, Callable<V> work, long due, long period) {
    super(work);
    this.queue = queue;
    this.due = due;
    this.period = period;
  }

  long due() {
    return due;
  }

  void number(long place) {
    number = place;
  }

  void runOnce() {
    if (!isPeriodic()) {
      run();
    } else if (runAndReset()) {
      due += period;
      queue.enterAgain(this);
    }
  }

  @Override
  public boolean isPeriodic() {
    return period > 0;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    queue.remove(this);
    return cancelled;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - queue.nanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    if (other instanceof VirtualTask<?> task) {
      int byDue = Long.compare(due, task.due);
      return byDue != 0 ? byDue : Long.compare(number, task.number);
    }
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
