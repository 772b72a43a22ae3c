package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.Trace;
import dev.modeldispatch.core.limit.Entry;
import dev.modeldispatch.core.limit.Lane;
import dev.modeldispatch.core.limit.Pass;
import dev.modeldispatch.core.limit.Wish;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, between its dispatch, its lane and its connector.
 *
 * <p>Between threads: {@code end} goes once from open to settled or aborted. An abort that comes
 * before the connector has said how to abort is made up for when it says so. Who calls off marks
 * the end first and reads {@code sending} then; who sends does it the other way round: so what is
 * told as not sent is not sent. Likewise who asks to read on leaves the action first and looks at
 * the end then, and who ends it runs what was left, so that nothing stays held. The lane's pass is
 * ended by whoever ended the attempt, or, if it comes after that, by whom it came to.
 */
final class AttemptCall implements Call, Wish {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptCall.class);

  private enum End {
    OPEN,
    SETTLED,
    ABORTED
  }

  private final Dispatch dispatch;
  private final Leg leg;
  private final ModelTarget target;
  private final RetryPolicy.Wait waited;
  private final AtomicReference<End> end = new AtomicReference<>(End.OPEN);
  private final AtomicReference<@Nullable Runnable> abort = new AtomicReference<>();
  private final AtomicReference<@Nullable ReadOn> held = new AtomicReference<>();
  private final Optional<Lane> lane;
  private volatile @Nullable Pass pass;
  private volatile boolean sending;
  private volatile Duration lastWord = Duration.ZERO;
  private int number;
  private Duration startedAfter = Duration.ZERO;
  private Duration silence = Duration.ZERO;
  private FailureKind whyCalledOff = FailureKind.CANCELLED;

  AttemptCall(Dispatch dispatch, Leg leg, ModelTarget target, RetryPolicy.Wait waited) {
    this.dispatch = dispatch;
    this.leg = leg;
    this.target = target;
    this.waited = waited;
    this.lane = dispatch.engine().lanes().of(target.provider());
  }

  Leg leg() {
    return leg;
  }

  Trace trace() {
    return dispatch.trace();
  }

  /** Asks the lane to be let through, and goes if it is. */
  void enter() {
    if (lane.isEmpty()) {
      dispatch.admitted(this);
      return;
    }
    Entry entry = lane.get().enter(this);
    if (entry instanceof Entry.Go go) {
      admitted(go.pass());
    } else if (entry instanceof Entry.Wait wait) {
      waitsFor(wait.waitsFor());
      if (isOver()) {
        lane.get().withdraw(this); // it was called off before it stood in the queue
      }
    } else if (entry instanceof Entry.Refused no) {
      refused(no.failure());
    }
  }

  @Override
  public void admitted(Pass leave) {
    pass = leave;
    if (isOver()) {
      leave.calledOff(FailureKind.CANCELLED, Duration.ZERO, Attempt.Sent.NO);
    } else {
      dispatch.admitted(this);
    }
  }

  @Override
  public void refused(Failure failure) {
    if (end.compareAndSet(End.OPEN, End.SETTLED)) {
      leavePass(Reply.failure(failure).sent(Attempt.Sent.NO).build());
      dispatch.refused(this, failure);
    }
  }

  @Override
  public void waitsFor(String what) {
    dispatch.queuedAtLane(this, what);
  }

  /** A quarter of the characters, and what may come at most. */
  @Override
  public long tokens() {
    long sent = (long) prompt().text().length() + prompt().system().map(String::length).orElse(0);
    return sent / 4 + 1 + prompt().maxOutputTokens().orElse(0);
  }

  /** It begins; under the dispatch's lock. */
  void begins(int number, Duration now) {
    this.number = number;
    startedAfter = now;
    lastWord = now;
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
  public boolean wantsText() {
    return dispatch.wantsText();
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
  public void whenSettled(Consumer<ModelResult> follower) {
    dispatch.followers().add(follower);
  }

  @Override
  public void sending() {
    sending = true;
  }

  @Override
  public void text(DispatchEvent.Text.Kind kind, String piece) {
    if (!isOver() && !piece.isEmpty()) {
      lastWord = dispatch.elapsed();
      dispatch.text(this, kind, piece);
    }
  }

  @Override
  public void whenRead(Runnable readOn) {
    var next = new ReadOn(target, readOn);
    held.set(next);
    if (isOver()) {
      next.run();
    } else {
      dispatch.told().whenRead(next);
    }
  }

  private void letGo() {
    ReadOn last = held.getAndSet(null);
    if (last != null) {
      last.run();
    }
  }

  @Override
  public boolean settle(Reply reply) {
    if (!end.compareAndSet(End.OPEN, End.SETTLED)) {
      return false;
    }
    dispatch.ended(this, reply);
    letGo();
    return true;
  }

  /** Gives the place at the lane back. */
  void leavePass(Reply reply) {
    Pass passed = pass;
    if (passed != null) {
      passed.ended(reply);
    }
  }

  /** Ends the work of this attempt, which was called off. */
  void abort() {
    if (end.get() == End.ABORTED) {
      lane.ifPresent(l -> l.withdraw(this));
      runAbort();
      letGo();
      Pass passed = pass;
      if (passed != null) {
        passed.calledOff(whyCalledOff, silence, sentSoFar());
      }
    }
  }

  private void runAbort() {
    Runnable action = abort.getAndSet(null);
    if (action != null) {
      try {
        action.run();
      } catch (Throwable e) { // a connector's mistake must not keep its dispatch from its end
        LOG.warn("the abort of {} threw {}", target, e.getClass().getName());
      }
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
    silence = now.minus(lastWord);
    whyCalledOff = why.kind();
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
