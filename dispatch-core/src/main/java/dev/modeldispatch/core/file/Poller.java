package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.FileTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all waiting asks of a folder, one sweep after the other.
 *
 * <p>Between threads: the set is guarded by this; one sweep at a time runs, on a file thread,
 * without the lock. Who adds the first ask starts the timer, and the end of a sweep, however it
 * ends, starts it again while asks wait.
 */
final class Poller {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  private static final int LEAST_REST = 5;

  private final SuiteFolder folder;
  private final Duration interval;
  private final Threads threads;
  private final Set<FileAsk> waiting = new LinkedHashSet<>();
  private final AtomicLong sweeps = new AtomicLong();
  private boolean armed;

  Poller(SuiteFolder folder, Duration interval, Threads threads) {
    this.folder = folder;
    this.interval = interval;
    this.threads = threads;
  }

  long sweeps() {
    return sweeps.get();
  }

  void add(FileAsk ask) {
    synchronized (this) {
      waiting.add(ask);
      if (armed) {
        return;
      }
      armed = true;
    }
    arm(interval);
  }

  synchronized void remove(FileAsk ask) {
    waiting.remove(ask);
  }

  private void arm(Duration delay) {
    try {
      var unused = threads.after(delay, this::sweep);
    } catch (RejectedExecutionException e) {
      LOG.debug("the folder is closed; nobody looks any more");
    }
  }

  private void sweep() {
    Duration took = Duration.ZERO;
    try {
      took = lookAtAll();
    } finally { // what it throws is its thread's to tell; the next sweep comes all the same
      again(took);
    }
  }

  private Duration lookAtAll() {
    Instant start = threads.clock().instant();
    List<FileAsk> asks;
    synchronized (this) {
      asks = new ArrayList<>(waiting);
    }
    if (!asks.isEmpty()) {
      sweeps.incrementAndGet();
      Optional<Set<String>> cases = listed();
      asks.forEach(ask -> lookAt(ask, cases));
    }
    return Duration.between(start, threads.clock().instant());
  }

  private void again(Duration took) {
    synchronized (this) {
      armed = !waiting.isEmpty();
      if (!armed) {
        return;
      }
    }
    arm(untilNext(took));
  }

  /** A sweep's own time counts, but a slow disk gets some rest. */
  private Duration untilNext(Duration sweep) {
    Duration left = interval.minus(sweep);
    Duration rest = interval.dividedBy(LEAST_REST);
    return left.compareTo(rest) > 0 ? left : rest;
  }

  private static void lookAt(FileAsk ask, Optional<Set<String>> cases) {
    try {
      ask.look(cases.map(names -> names.contains(ask.caseId())).orElse(true));
    } catch (RuntimeException | Error e) { // one ask must not end the looking at all others
      LOG.warn("looking at case {} threw {}", ask.caseId(), e.getClass().getName());
    }
  }

  private Optional<Set<String>> listed() {
    try {
      return Optional.of(folder.cases());
    } catch (FileTrouble e) {
      LOG.warn("{}; each case is looked at", e.getMessage());
      return Optional.empty();
    }
  }
}
