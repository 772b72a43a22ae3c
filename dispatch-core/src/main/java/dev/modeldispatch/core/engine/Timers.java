package dev.modeldispatch.core.engine;

import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** What a dispatch has set to happen later, to be called off when it settles. Under its lock. */
final class Timers {
  private final Resources resources;
  private final List<Future<?>> all = new ArrayList<>(1);

  Timers(Resources resources) {
    this.resources = resources;
  }

  /** Runs the task later, unless the engine closes, which settles the dispatch. */
  Future<?> later(Duration delay, Runnable task) {
    try {
      Future<?> timer = resources.after(delay, task);
      all.add(timer);
      return timer;
    } catch (RejectedExecutionException e) {
      return new FutureTask<>(task, null);
    }
  }

  void set(Duration delay, Runnable task) {
    var unused = later(delay, task);
  }

  void cancel() {
    all.forEach(timer -> timer.cancel(false));
  }
}
