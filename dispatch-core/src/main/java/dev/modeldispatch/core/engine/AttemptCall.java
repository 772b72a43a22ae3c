package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, between its dispatch and its connector.
 *
 * <p>Between threads: {@code end} goes once from open to settled or aborted. An abort that comes
 * before the connector has said how to abort is made up for when it says so. Who calls off marks
 * the end first and reads {@code sending} then; who sends does it the other way round: so what is
 * told as not sent is not sent.
 */
final class AttemptCall implements Call {
  private enum End {
    OPEN,
    SETTLED,
    ABORTED
  }

  private final Dispatch dispatch;
  private final ModelTarget target;
  private final int number;
  private final Duration startedAfter;
  private final RetryPolicy.Wait waited;
  private final AtomicReference<End> end = new AtomicReference<>(End.OPEN);
  private final AtomicReference<@Nullable Runnable> abort = new AtomicReference<>();
  private volatile boolean sending;

  AttemptCall(
      Dispatch dispatch,
      ModelTarget target,
      int number,
      Duration startedAfter,
      RetryPolicy.Wait waited) {
    this.dispatch = dispatch;
    this.target = target;
    this.number = number;
    this.startedAfter = startedAfter;
    this.waited = waited;
  }

  @Override
  public ModelTarget target() {
    return target;
  }

  @Override
  public Prompt prompt() {
    return dispatch.prompt();
  }

  @Override
  public Duration remaining() {
    return dispatch.remaining();
  }

  @Override
  public void onAbort(Runnable action) {
    abort.set(action);
    if (end.get() == End.ABORTED) {
      runAbort();
    }
  }

  @Override
  public boolean isOver() {
    return end.get() != End.OPEN;
  }

  @Override
  public void queued(String waitsFor) {
    dispatch.queuedAtConnector(this, waitsFor);
  }

  @Override
  public void dequeued() {
    dispatch.dequeuedAtConnector(this);
  }

  @Override
  public void kept(Session session) {
    dispatch.kept(session);
  }

  @Override
  public void sending() {
    sending = true;
  }

  @Override
  public void text(DispatchEvent.Text.Kind kind, String piece) {
    if (!isOver() && !piece.isEmpty()) {
      dispatch.text(this, kind, piece);
    }
  }

  @Override
  public boolean settle(Reply reply) {
    if (!end.compareAndSet(End.OPEN, End.SETTLED)) {
      return false;
    }
    dispatch.ended(this, reply);
    return true;
  }

  /** Ends the attempt before it was one: no connector took it. */
  void refuse(Failure failure) {
    if (end.compareAndSet(End.OPEN, End.SETTLED)) {
      dispatch.refused(this, failure);
    }
  }

  /** Ends the work of this attempt, which was called off. */
  void abort() {
    if (end.get() == End.ABORTED) {
      runAbort();
    }
  }

  private void runAbort() {
    Runnable action = abort.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }

  /** Whether bytes may have left, as far as the connector told. */
  Attempt.Sent sentSoFar() {
    return sending ? Attempt.Sent.MAYBE : Attempt.Sent.NO;
  }

  Attempt ended(Duration now, Reply reply) {
    return attempt(now, reply.sent(), reply.failure(), reply.usage());
  }

  /** Nothing of this attempt leaves from now on; {@link #abort} has to follow. */
  Attempt calledOff(Duration now, Failure why) {
    end.compareAndSet(End.OPEN, End.ABORTED);
    Attempt.Sent sent = sentSoFar();
    Usage usage = sent == Attempt.Sent.NO ? Usage.none() : Usage.unknown();
    return attempt(now, sent, Optional.of(why), usage);
  }

  private Attempt attempt(Duration now, Attempt.Sent sent, Optional<Failure> failure, Usage usage) {
    return new Attempt(
        number,
        target,
        startedAfter,
        now.minus(startedAfter),
        sent,
        failure,
        waited.delay(),
        waited.source(),
        usage);
  }
}
