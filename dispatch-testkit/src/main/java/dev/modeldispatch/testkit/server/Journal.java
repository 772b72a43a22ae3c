package dev.modeldispatch.testkit.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What came and what became of it. Its monitor guards the calls' changing parts, too; whoever waits
 * for something is woken at every change.
 */
final class Journal {
  private static final int CALLS_KEPT = 10_000;

  private final long start = System.nanoTime();
  private final ArrayDeque<ServerCall> calls = new ArrayDeque<>();
  private final List<String> unmatched = new ArrayList<>();
  private final List<String> impossible = new ArrayList<>();
  private int begun;
  private int prompts;
  private int accepted;
  private int open;

  Duration now() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  synchronized ServerCall begin(int connection, HttpRequest head) {
    if (calls.size() == CALLS_KEPT) {
      calls.removeFirst();
    }
    var call = new ServerCall(this, ++begun, connection, now(), head);
    calls.addLast(call);
    notifyAll();
    return call;
  }

  /** Changes a call, or what is counted, and wakes those who wait. */
  synchronized void change(Runnable step) {
    step.run();
    notifyAll();
  }

  synchronized int connected() {
    open++;
    notifyAll();
    return ++accepted;
  }

  void disconnected() {
    change(() -> open--);
  }

  void prompt() {
    change(() -> prompts++);
  }

  void unmatched(String what) {
    change(() -> unmatched.add(what));
  }

  /** Notes a request whose model was scripted to do what cannot be done in reply to it. */
  void impossible(String what) {
    change(() -> impossible.add(what));
  }

  synchronized List<String> impossible() {
    return List.copyOf(impossible);
  }

  synchronized List<ServerCall> calls() {
    return List.copyOf(calls);
  }

  synchronized List<String> unmatched() {
    return List.copyOf(unmatched);
  }

  synchronized int prompts() {
    return prompts;
  }

  synchronized int accepted() {
    return accepted;
  }

  synchronized int open() {
    return open;
  }

  synchronized List<ServerCall> unfinished() {
    return calls.stream().filter(call -> !call.isOver()).toList();
  }

  /** Waits until the condition holds, or fails with what there is instead. */
  synchronized void await(BooleanSupplier condition, Duration limit, Supplier<String> instead)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(instead.get() + " after " + limit + "." + dump());
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  /** One line per call, the latest 50; no bodies, no keys. */
  String dump() {
    return lines(calls().stream().map(ServerCall::toString));
  }

  /** The same with the bodies. */
  String dumpWithBodies() {
    return lines(calls().stream().map(call -> call + "\n    " + call.requestBody()));
  }

  private String lines(Stream<String> all) {
    var lines = all.toList();
    var latest = lines.subList(Math.max(0, lines.size() - 50), lines.size());
    return latest.isEmpty() ? " No calls." : "\n  " + String.join("\n  ", latest);
  }
}
