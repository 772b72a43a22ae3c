package dev.modeldispatch.testkit.oppi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the parts of a fake oppi server share: time, threads, sessions, the journal.
 *
 * <p>Its monitor guards everything that changes, scripts apart. Connections, timers and workers
 * enter it with {@link #change} and {@link #read}, stay for a moment, and wait for nothing in it;
 * whoever waits for a state is woken at every change. Workers run outside of it.
 */
final class OppiCore implements AutoCloseable {
  /** A folder that sessions work in; the path is as the test gave it. */
  record Workspace(String id, String name, Path path) {}

  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor threads;
  private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
  private final Map<String, Workspace> workspaces = new LinkedHashMap<>();
  private final Map<String, OppiSession> sessions = new LinkedHashMap<>();
  private final Set<OppiStream> streams = new LinkedHashSet<>();
  private final List<OppiCall> calls = new ArrayList<>();
  private final List<String> unmatched = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final OppiBooks books = new OppiBooks();
  private final OppiRules rules = new OppiRules();

  OppiCore(String name) {
    ThreadFactory daemons = task -> daemon(task, "fake-oppi-server-" + name);
    var rejected = new ThreadPoolExecutor.DiscardPolicy(); // what comes after close()
    timer = new ScheduledThreadPoolExecutor(1, daemons, rejected);
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons,
            rejected);
  }

  private Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    alive.removeIf(other -> other.getState() == Thread.State.TERMINATED);
    alive.add(thread);
    return thread;
  }

  ExecutorService threads() {
    return threads;
  }

  Map<String, Workspace> workspaces() {
    return workspaces;
  }

  Map<String, OppiSession> sessions() {
    return sessions;
  }

  /** {@return the streams that are open} */
  Set<OppiStream> streams() {
    return streams;
  }

  OppiBooks books() {
    return books;
  }

  OppiRules rules() {
    return rules;
  }

  List<OppiCall> calls() {
    return calls;
  }

  List<String> unmatched() {
    return unmatched;
  }

  /** {@return what threw in workers, and in the server itself} */
  List<String> failures() {
    return failures;
  }

  OppiCall begin(OppiRequest request) {
    return decide(
        () -> {
          var call = new OppiCall(calls.size() + 1, request);
          calls.add(call);
          return call;
        });
  }

  void command(String what, String body) {
    change(() -> calls.add(new OppiCall(calls.size() + 1, "STREAM", what, false, body)));
  }

  synchronized void change(Runnable step) {
    step.run();
    notifyAll();
  }

  /** Changes something, and returns what comes of it. */
  synchronized <T> T decide(Supplier<T> step) {
    notifyAll(); // those who wait look when this is over
    return step.get();
  }

  synchronized <T> T read(Supplier<T> what) {
    return what.get();
  }

  /** Takes the step after this time, with the monitor held; at once if there is none. */
  void later(Duration wait, Runnable step) {
    if (wait.isZero()) {
      step.run();
      return;
    }
    Runnable told =
        () -> {
          try {
            change(step);
          } catch (RuntimeException e) {
            change(() -> failures.add("the server itself: " + e));
          }
        };
    var unused = timer.schedule(told, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits until the condition holds, or fails with what there is instead. */
  synchronized void await(BooleanSupplier condition, Duration limit, Supplier<String> instead)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(instead.get() + " after " + limit + "." + journal());
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  /** One line per call, the latest 50; no prompts, no tokens. */
  synchronized String journal() {
    var latest = calls.subList(Math.max(0, calls.size() - 50), calls.size());
    var out = new StringBuilder(latest.isEmpty() ? " No calls." : "");
    latest.forEach(call -> out.append("\n  ").append(call));
    return out.toString();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    try {
      for (var thread : alive) { // a pool that has ended says nothing of its threads
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        if (thread != Thread.currentThread() && thread.getState() != Thread.State.NEW) {
          thread.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!threads.isTerminated()) {
      change(() -> failures.add("a worker does not end although it was interrupted"));
    }
  }
}
