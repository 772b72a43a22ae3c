package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.engine.RetryPolicy.Wait;
import dev.modeldispatch.core.internal.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One dispatch, from call to result.
 *
 * <pre>
 * QUEUED --admitted--> RUNNING: one {@link Leg}, two when hedged
 *    either --answer, last leg's failure, deadline, cancel, close--> SETTLED, once and for good
 * </pre>
 *
 * <p>Between threads: every change, the legs' too, happens under this object's lock; the first to
 * reach SETTLED wins, and {@link #outcome} is set and {@code Settled} queued before the lock is
 * left, so both are there before the future completes. Connectors, lanes, aborts and the future are
 * called without the lock. A reply that comes after SETTLED, or for an attempt that is not its
 * leg's current one, is dropped. The leg that says the first word of an answer calls the other off.
 */
final class Dispatch implements ResultFuture.Work<ModelResult> {
  private enum State {
    QUEUED,
    RUNNING,
    SETTLED
  }

  private final Engine engine;
  private final ModelTarget target;
  private final Prompt prompt;
  private final Duration limit;
  private final Trace trace;
  private final Told told;
  private final Optional<SchemaCheck> schema;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
  private final Progress progress = new Progress();
  private final Legs legs;
  private final Followers followers = new Followers();
  private State state = State.QUEUED;
  private boolean holdsPlace;
  private final Timers timers;
  private volatile @Nullable ModelResult outcome;

  Dispatch(Engine engine, ModelTarget target, Prompt prompt, DispatchListener listener) {
    this.engine = engine;
    this.target = target;
    this.prompt = prompt;
    this.limit = prompt.timeout().orElse(engine.settings().dispatchTimeout());
    this.trace = Trace.of(target, prompt);
    this.told = new Told(listener, engine.resources(), trace);
    this.timers = new Timers(engine.resources());
    this.schema = prompt.jsonSchema().map(SchemaCheck::of);
    this.legs = new Legs(this, engine, target, prompt);
  }

  Engine engine() {
    return engine;
  }

  Trace trace() {
    return trace;
  }

  Told told() {
    return told;
  }

  ResultFuture<ModelResult> future() {
    return future;
  }

  Prompt prompt() {
    return prompt;
  }

  /** A hedge, too, goes by who says the first word. */
  boolean wantsText() {
    return told.wantsText() || legs.hedgeAfter().isPresent();
  }

  Duration remaining() {
    Duration left = limit.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  void begin() {
    Admission.Entry entry;
    synchronized (this) {
      if (state == State.SETTLED) {
        return; // loses to close()
      }
      timers.set(limit, this::timeIsUp);
      entry = engine.admission().enter(this);
      if (entry == Admission.Entry.QUEUED) {
        told.add(at -> new DispatchEvent.Queued(target, at, "a free place in this process"));
      }
    }
    told.deliver();
    if (entry == Admission.Entry.ENTERED) {
      admitted();
    } else if (entry == Admission.Entry.REFUSED) {
      settle(Ending.failed(Words.queueFull(target, engine.settings())), target);
    }
  }

  /** It is this dispatch's turn; it holds a place from now on. */
  void admitted() {
    endIfLate();
    Runnable step = Leg.NOTHING;
    boolean tooLate;
    synchronized (this) {
      tooLate = state == State.SETTLED;
      if (!tooLate) {
        holdsPlace = true;
        state = State.RUNNING;
        progress.goesOn(elapsed());
        step = legs.first(target).begin();
        legs.hedgeAfter().ifPresent(delay -> timers.set(delay, this::hedgeNow));
      }
    }
    if (tooLate) {
      engine.admission().leave();
    } else {
      step.run();
    }
  }

  /**
   * A place that others leave when they are closed, or at the same deadline, is not for sending.
   */
  private void endIfLate() {
    if (engine.isClosed()) {
      close();
    } else if (remaining().isZero()) {
      timeIsUp();
    }
  }

  /** Nothing of an answer has come for the hedge's delay. */
  private void hedgeNow() {
    locked(() -> secondLeg("no answer after " + legs.hedgeAfter().orElse(Duration.ZERO)));
  }

  /** Begins the second leg if there is to be one; under the lock. */
  private Runnable secondLeg(String why) {
    Optional<Leg> leg = state == State.RUNNING ? legs.second() : Optional.empty();
    if (leg.isEmpty()) {
      return Leg.NOTHING;
    }
    ModelTarget other = leg.get().asked();
    told.add(at -> new DispatchEvent.Switched(other, at, target, "hedge: " + why));
    return leg.get().begin();
  }

  /** The lane let the attempt through. */
  void admitted(AttemptCall call) {
    endIfLate();
    synchronized (this) {
      if (state == State.SETTLED || !call.leg().admitted(call)) {
        return; // loses to whoever called it off; the abort ends its pass
      }
      int number = progress.nextNumber();
      Duration now = elapsed();
      call.begins(number, now);
      progress.goesOn(now);
      told.add(at -> new DispatchEvent.AttemptStarted(call.target(), at, number));
    }
    told.deliver();
    engine.call(call);
  }

  void queuedAtLane(AttemptCall from, String waitsFor) {
    queued(from, from.leg()::waitsAtLane, waitsFor);
  }

  void queuedAtConnector(AttemptCall from, String waitsFor) {
    queued(from, from.leg()::runs, waitsFor);
  }

  private void queued(AttemptCall from, Predicate<AttemptCall> stillThere, String waitsFor) {
    synchronized (this) {
      if (state == State.RUNNING && stillThere.test(from)) {
        if (from.leg().isFirst()) {
          progress.queues(elapsed());
        }
        told.add(at -> new DispatchEvent.Queued(from.target(), at, waitsFor));
      }
    }
    told.deliver();
  }

  void dequeuedAtConnector(AttemptCall from) {
    endIfLate();
    synchronized (this) {
      if (from.leg().runs(from)) {
        progress.goesOn(elapsed());
      }
    }
  }

  Followers followers() {
    return followers;
  }

  synchronized void kept(Session kept) {
    progress.kept(kept);
  }

  void text(AttemptCall from, DispatchEvent.Text.Kind kind, String piece) {
    Runnable step = Leg.NOTHING;
    synchronized (this) {
      Leg leg = from.leg();
      if (state != State.RUNNING || !leg.runs(from)) {
        return;
      }
      if (kind == DispatchEvent.Text.Kind.ANSWER) {
        if (!leg.spoke()) {
          leg.speaks();
          var aborts =
              legs.callOff(
                  progress, elapsed(), Optional.of(leg), other -> Words.lost(other, leg.asked()));
          step = () -> aborts.forEach(Runnable::run);
        }
        progress.answerText(piece, elapsed());
      } else if (!leg.isFirst()) {
        return; // two models' thoughts at once would be nobody's
      }
      told.add(at -> new DispatchEvent.Text(leg.asked(), at, kind, piece));
    }
    told.deliver();
    step.run();
  }

  /** The attempt did not come about: its lane is closed, or no connector took it. */
  void refused(AttemptCall call, Failure failure) {
    locked(() -> afterRefusal(call, failure));
  }

  private Runnable afterRefusal(AttemptCall call, Failure failure) {
    Leg leg = call.leg();
    if (state != State.RUNNING || !leg.isAt(call)) {
      return Leg.NOTHING; // loses to whoever settled the dispatch meanwhile
    }
    if (leg.waitsAtLane(call)) {
      call.begins(progress.nextNumber(), elapsed());
    }
    var reply = Reply.failure(failure).sent(Attempt.Sent.NO).usage(Usage.none()).build();
    progress.add(call.ended(elapsed(), reply));
    return leg.failed(reply);
  }

  /** Makes a change under the lock, and takes the step that follows from it without. */
  private void locked(Supplier<Runnable> change) {
    Runnable step;
    synchronized (this) {
      step = change.get();
    }
    told.deliver();
    step.run();
  }

  /**
   * An attempt ended by itself. Its place at the lane is free only once that is told: who is let go
   * then may call this dispatch off, and must not make a reply that came a cancel.
   */
  void ended(AttemptCall call, Reply reply) {
    Runnable step = afterEnd(call, reply);
    call.leavePass(reply);
    told.deliver();
    step.run();
  }

  private synchronized Runnable afterEnd(AttemptCall call, Reply reply) {
    if (state != State.RUNNING || !call.leg().runs(call)) {
      return Leg.NOTHING; // loses to whoever settled the dispatch meanwhile
    }
    Reply checked = schema.map(check -> check.of(call.target(), reply)).orElse(reply);
    progress.add(call.ended(elapsed(), checked));
    return checked.failure().isPresent()
        ? call.leg().failed(checked)
        : answered(call.leg(), checked);
  }

  private Runnable answered(Leg leg, Reply reply) {
    leg.answered();
    ModelTarget by = leg.asked();
    engine.budget().answered(by);
    engine.dead().answered(by);
    String answer = reply.answer().orElseThrow();
    return () -> settle(Ending.answered(answer, reply.completeness()).withReply(reply), by);
  }

  /** A leg is over without an answer; under the lock. The last one's failure is the dispatch's. */
  Runnable legFailed(Leg leg, Reply reply) {
    Failure failure = reply.failure().orElseThrow();
    if (!leg.spoke() && NextStep.mayHelpElsewhere(failure)) {
      Runnable hedge = secondLeg(failure.kind().code() + " at " + leg.asked());
      if (hedge != Leg.NOTHING) {
        return hedge;
      }
    }
    if (!legs.areOver()) {
      return Leg.NOTHING;
    }
    ModelTarget by = leg.asked();
    return () ->
        settle(Ending.failed(failure).withReply(reply).withPartial(reply.partialText()), by);
  }

  synchronized void startWait(Leg leg, Wait wait) {
    if (leg.isWaiting()) {
      leg.waits(timers.later(wait.delay(), () -> locked(() -> leg.waited(wait))));
    }
  }

  private void timeIsUp() {
    settle(Ending.timedOut(limit), lastAsked());
  }

  @Override
  public boolean cancel() {
    return settleOnly(Ending.cancelled(Cancelled.Reason.CALLER), lastAsked()) != null;
  }

  /** The engine closes. */
  void close() {
    settle(Ending.cancelled(Cancelled.Reason.CLOSED), lastAsked());
  }

  private synchronized ModelTarget lastAsked() {
    return legs.asked(target);
  }

  @Override
  public Optional<ModelResult> outcome() {
    return Optional.ofNullable(outcome);
  }

  private void settle(Ending ending, ModelTarget by) {
    Optional.ofNullable(settleOnly(ending, by)).ifPresent(how -> engine.complete(this, how));
  }

  /** Settles, and leaves the future to the caller; null if it had settled before. */
  private @Nullable ModelResult settleOnly(Ending ending, ModelTarget by) {
    ModelResult result;
    List<Runnable> aborts;
    synchronized (this) {
      if (state == State.SETTLED) {
        return null; // loses to the one that settled first
      }
      state = State.SETTLED;
      Duration now = elapsed();
      aborts =
          legs.callOff(
              progress,
              now,
              Optional.empty(),
              leg -> ending.isAnswer() ? Words.lost(leg, by) : ending.why(leg));
      ResultBuilder facts = progress.facts(target, by, ending, now);
      legs.notes().forEach(facts::note);
      result = ending.of(facts);
      outcome = result;
      told.addEnd(target, by, result, progress.nothingCame());
    }
    timers.cancel();
    aborts.forEach(Runnable::run);
    followers.tell(result); // first: who hears of a kept conversation can go on in it
    told.deliver();
    if (holdsPlace) {
      engine.admission().leave();
    } else {
      engine.admission().withdraw(this);
    }
    engine.settled(this, result);
    return result;
  }

  Duration elapsed() {
    return told.elapsed();
  }
}
