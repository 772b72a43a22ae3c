package dev.modeldispatch.testkit;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scripted dispatch that takes its time. The first of reply, timeout and cancel settles it, under
 * this object's lock; the listener and the future hear of it outside.
 */
final class ScriptedRun implements ResultFuture.Work<ModelResult> {
  private final ModelTarget target;
  private final Prompt prompt;
  private final ScriptedReply reply;
  private final SerialListener listener;
  private final InstantSource clock;
  private final Gauge running;
  private final Instant start;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
  private final List<Future<?>> timers = new ArrayList<>(2);
  private int told;
  private @Nullable ModelResult outcome;

  ScriptedRun(
      ModelTarget target,
      Prompt prompt,
      ScriptedReply reply,
      SerialListener listener,
      InstantSource clock,
      Gauge running) {
    this.target = target;
    this.prompt = prompt;
    this.reply = reply;
    this.listener = listener;
    this.clock = clock;
    this.running = running;
    this.start = clock.instant();
  }

  ResultFuture<ModelResult> start(ScheduledExecutorService scheduler) {
    listener.tell(new DispatchEvent.AttemptStarted(target, Duration.ZERO, 1));
    if (reply.pace().isZero()) {
      reply.pieces().forEach(this::tell);
    }
    synchronized (this) {
      goOn(scheduler);
      prompt.timeout().ifPresent(limit -> timers.add(in(scheduler, limit, () -> timeOut(limit))));
      running.up(); // last, so that whoever awaits it finds the timers set
    }
    return future;
  }

  /** Sets the timer of the next piece, or of the end. */
  private synchronized void goOn(ScheduledExecutorService scheduler) {
    if (outcome != null) {
      return;
    }
    if (told < reply.pieces().size()) {
      var piece = reply.pieces().get(told);
      Runnable next =
          () -> {
            tell(piece);
            goOn(scheduler);
          };
      timers.add(in(scheduler, reply.pace(), next));
    } else if (!reply.hangs()) {
      timers.add(in(scheduler, reply.delay(), this::reply));
    }
  }

  private void tell(String piece) {
    synchronized (this) {
      told++;
    }
    listener.tell(ReadyOutcome.text(target, elapsed(), piece));
  }

  private static Future<?> in(ScheduledExecutorService scheduler, Duration wait, Runnable task) {
    return scheduler.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean cancel() {
    return settle(unfinished().cancelled(Cancelled.Reason.CALLER));
  }

  @Override
  public synchronized Optional<ModelResult> outcome() {
    return Optional.ofNullable(outcome);
  }

  private void reply() {
    var result = reply.result(target, prompt, elapsed());
    if (settle(result)) {
      future.settle(result);
    }
  }

  private void timeOut(Duration limit) {
    var result = unfinished().timedOut(TimedOut.Deadline.DISPATCH, limit);
    if (settle(result)) {
      future.settle(result);
    }
  }

  /** True if this ended the run; whoever gets true completes the future. */
  private boolean settle(ModelResult result) {
    synchronized (this) {
      if (outcome != null) {
        return false;
      }
      outcome = result;
      timers.forEach(timer -> timer.cancel(false));
    }
    running.down();
    ReadyOutcome.tail(result, reply.pieces(), result.elapsed()).ifPresent(listener::tell);
    listener.tell(new DispatchEvent.Settled(target, result.elapsed(), result));
    return true;
  }

  private synchronized ResultBuilder unfinished() {
    return reply.unfinished(target, told, elapsed());
  }

  private Duration elapsed() {
    return Duration.between(start, clock.instant());
  }
}
