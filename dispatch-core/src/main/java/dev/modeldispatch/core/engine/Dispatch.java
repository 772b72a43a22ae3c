package dev.modeldispatch.core.engine;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.engine.RetryPolicy.Wait;
import dev.modeldispatch.core.internal.SerialEvents;
import dev.modeldispatch.core.internal.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
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
  private final Instant start;
  private final Trace trace;
  private final SerialEvents events;
  private final Optional<SchemaCheck> schema;
  private final Asked seen;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
  private final Progress progress = new Progress();
  private final List<Leg> legs = new ArrayList<>(1);

  private State state = State.QUEUED;
  private boolean holdsPlace;
  private @Nullable Future<?> deadline;
  private @Nullable Future<?> hedging;
  private volatile @Nullable ModelResult outcome;

  Dispatch(Engine engine, ModelTarget target, Prompt prompt, DispatchListener listener) {
    this.engine = engine;
    this.target = target;
    this.prompt = prompt;
    this.limit = prompt.timeout().orElse(engine.settings().dispatchTimeout());
    this.start = engine.resources().clock().instant();
    this.trace = Trace.of(target, prompt);
    this.events = SerialEvents.to(listener, engine.resources().callbacks(), trace);
    this.schema = prompt.jsonSchema().map(SchemaCheck::of);
    this.seen = new Asked(target);
  }

  Engine engine() {
    return engine;
  }

  Trace trace() {
    return trace;
  }

  ResultFuture<ModelResult> future() {
    return future;
  }

  Prompt prompt() {
    return prompt;
  }

  /** About how many tokens an attempt takes: a quarter of the characters, and what may come. */
  long tokens() {
    long sent = (long) prompt.text().length() + prompt.system().map(String::length).orElse(0);
    return sent / 4 + 1 + prompt.maxOutputTokens().orElse(0);
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
      deadline = later(limit, this::deadlinePassed);
      entry = engine.admission().enter(this);
      if (entry == Admission.Entry.QUEUED) {
        events.tell(new DispatchEvent.Queued(target, elapsed(), "a free place in this process"));
      }
    }
    if (entry == Admission.Entry.ENTERED) {
      admitted();
    } else if (entry == Admission.Entry.REFUSED) {
      settle(Ending.failed(Words.queueFull(target, engine.settings())), target);
    }
  }

  /** It is this dispatch's turn; it holds a place from now on. */
  void admitted() {
    if (engine.isClosed()) {
      close(); // a place that others leave when they are closed is not for sending
    }
    Runnable step = Leg.NOTHING;
    boolean tooLate;
    synchronized (this) {
      tooLate = state == State.SETTLED;
      if (!tooLate) {
        holdsPlace = true;
        state = State.RUNNING;
        progress.goesOn(elapsed());
        var leg = new Leg(this, target, true, fallbacks(), seen);
        legs.add(leg);
        step = leg.begin();
        hedging = hedge().map(h -> later(h.after(), this::hedgeNow)).orElse(null);
      }
    }
    if (tooLate) {
      engine.admission().leave();
    } else {
      step.run();
    }
  }

  /** A conversation stays with who keeps it. */
  private Fallbacks fallbacks() {
    return isFresh() ? engine.fallbacks(target, prompt) : Fallbacks.none();
  }

  private Optional<Prompt.Hedge> hedge() {
    return isFresh() ? prompt.hedge() : Optional.empty();
  }

  private boolean isFresh() {
    return prompt.session().mode() == Session.Mode.FRESH;
  }

  /** Nothing of an answer has come for the hedge's delay. */
  private void hedgeNow() {
    Runnable step;
    synchronized (this) {
      step = secondLeg("no answer after " + prompt.hedge().map(Prompt.Hedge::after).orElseThrow());
    }
    step.run();
  }

  /** Begins the second leg if there is to be one and nothing speaks against it; under the lock. */
  private Runnable secondLeg(String why) {
    Optional<Prompt.Hedge> hedge = hedge();
    boolean late = state != State.RUNNING || legs.size() > 1 || legs.get(0).spoke();
    if (hedge.isEmpty() || late || engine.isClosed()) {
      return Leg.NOTHING;
    }
    ModelTarget other = hedge.get().target();
    ModelTarget from = legs.get(0).asked();
    if (other.provider().equals(from.provider())) {
      seen.note("not hedged: " + other + " is of the same provider as " + from + ".");
      return Leg.NOTHING;
    }
    if (!seen.mayAsk(other, engine.dead().of(other))) {
      return Leg.NOTHING;
    }
    if (!engine.budget().tryTake(from)) {
      seen.note("not hedged: the retry budget of " + from + " is used up.");
      return Leg.NOTHING;
    }
    if (!seen.ask(other)) {
      return Leg.NOTHING;
    }
    var leg = new Leg(this, other, false, Fallbacks.none(), seen);
    legs.add(leg);
    events.tell(new DispatchEvent.Switched(other, elapsed(), from, "hedge: " + why));
    return leg.begin();
  }

  /** The lane let the attempt through. */
  void admitted(AttemptCall call) {
    if (engine.isClosed()) {
      close();
      return;
    }
    synchronized (this) {
      if (state == State.SETTLED || !call.leg().admitted(call)) {
        return; // loses to whoever called it off; the abort ends its pass
      }
      int number = progress.nextNumber();
      Duration now = elapsed();
      call.begins(number, now);
      progress.goesOn(now);
      events.tell(new DispatchEvent.AttemptStarted(call.target(), now, number));
    }
    engine.call(call);
  }

  synchronized void queuedAtLane(AttemptCall from, String waitsFor) {
    if (state == State.RUNNING && from.leg().waitsAtLane(from)) {
      queued(from, waitsFor);
    }
  }

  synchronized void queuedAtConnector(AttemptCall from, String waitsFor) {
    if (state == State.RUNNING && from.leg().runs(from)) {
      queued(from, waitsFor);
    }
  }

  private void queued(AttemptCall from, String waitsFor) {
    if (from.leg().isFirst()) {
      progress.queues(elapsed());
    }
    events.tell(new DispatchEvent.Queued(from.target(), elapsed(), waitsFor));
  }

  synchronized void dequeuedAtConnector(AttemptCall from) {
    if (from.leg().runs(from)) {
      progress.goesOn(elapsed());
    }
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
          step = callOffOthers(leg);
        }
        progress.answerText(piece, elapsed());
      } else if (!leg.isFirst()) {
        return; // two models' thoughts at once would be nobody's
      }
      events.tell(new DispatchEvent.Text(leg.asked(), elapsed(), kind, piece));
    }
    step.run();
  }

  /** The attempt did not come about: its lane is closed, or no connector took it. */
  void refused(AttemptCall call, Failure failure) {
    Runnable step;
    synchronized (this) {
      Leg leg = call.leg();
      if (state != State.RUNNING || !leg.isAt(call)) {
        return; // loses to whoever settled the dispatch meanwhile
      }
      if (leg.waitsAtLane(call)) {
        call.begins(progress.nextNumber(), elapsed());
      }
      var reply = Reply.failure(failure).sent(Attempt.Sent.NO).usage(Usage.none()).build();
      progress.add(call.ended(elapsed(), reply));
      step = leg.failed(reply);
    }
    step.run();
  }

  /** An attempt ended by itself. */
  void ended(AttemptCall call, Reply reply) {
    Runnable step;
    synchronized (this) {
      if (state != State.RUNNING || !call.leg().runs(call)) {
        return; // loses to whoever settled the dispatch meanwhile
      }
      Reply checked = reply.answer().isPresent() ? checked(call.target(), reply) : reply;
      progress.add(call.ended(elapsed(), checked));
      step =
          checked.failure().isPresent()
              ? call.leg().failed(checked)
              : answered(call.leg(), checked);
    }
    step.run();
  }

  /** An answer that does not meet the schema is a failure, its text kept. */
  private Reply checked(ModelTarget asked, Reply reply) {
    if (schema.isEmpty()) {
      return reply;
    }
    String answer = reply.answer().orElseThrow();
    var result = schema.get().check(answer);
    return result
        .violation()
        .map(v -> reply.toFailure(Words.structuredOutput(asked, v), answer))
        .orElseGet(() -> reply.toAnswer(result.json()));
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
    if (legs.stream().anyMatch(other -> !other.isOver())) {
      return Leg.NOTHING;
    }
    ModelTarget by = leg.asked();
    return () ->
        settle(Ending.failed(failure).withReply(reply).withPartial(reply.partialText()), by);
  }

  private Runnable callOffOthers(Leg winner) {
    List<Runnable> aborts = new ArrayList<>(1);
    Duration now = elapsed();
    for (Leg leg : legs) {
      if (leg != winner && !leg.isOver()) {
        aborts.add(leg.callOff(progress, now, Words.lost(leg.asked(), winner.asked())));
      }
    }
    return aborts.isEmpty() ? Leg.NOTHING : () -> aborts.forEach(Runnable::run);
  }

  /** Tells an event; under the lock. */
  void tell(Function<Duration, DispatchEvent> event) {
    if (events.isHeard()) {
      events.tell(event.apply(elapsed()));
    }
  }

  void startWait(Leg leg, Wait wait) {
    synchronized (this) {
      if (leg.isWaiting()) {
        leg.waits(later(wait.delay(), () -> waited(leg, wait)));
      }
    }
  }

  private void waited(Leg leg, Wait wait) {
    Optional<Runnable> step;
    synchronized (this) {
      step = state == State.RUNNING ? leg.waited(wait) : Optional.empty();
    }
    step.ifPresent(Runnable::run);
  }

  private void deadlinePassed() {
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
    return legs.stream().filter(leg -> !leg.isOver()).map(Leg::asked).findFirst().orElse(target);
  }

  @Override
  public Optional<ModelResult> outcome() {
    return Optional.ofNullable(outcome);
  }

  private void settle(Ending ending, ModelTarget by) {
    ModelResult result = settleOnly(ending, by);
    if (result != null) {
      engine.complete(this, result);
    }
  }

  /** Settles, and leaves the future to the caller; null if it had settled before. */
  private @Nullable ModelResult settleOnly(Ending ending, ModelTarget by) {
    ModelResult result;
    List<Runnable> aborts = new ArrayList<>(1);
    synchronized (this) {
      if (state == State.SETTLED) {
        return null; // loses to the one that settled first
      }
      state = State.SETTLED;
      Duration now = elapsed();
      for (Leg leg : legs) {
        if (!leg.isOver()) {
          Failure why = ending.isAnswer() ? Words.lost(leg.asked(), by) : ending.why(leg.asked());
          aborts.add(leg.callOff(progress, now, why));
        }
      }
      ResultBuilder facts = progress.facts(target, by, ending, now);
      seen.notes().forEach(facts::note);
      result = ending.of(facts);
      outcome = result;
      if (result instanceof Answered a && progress.nothingCame()) {
        events.tell(
            new DispatchEvent.Text(by, result.elapsed(), DispatchEvent.Text.Kind.ANSWER, a.text()));
      }
      events.tell(new DispatchEvent.Settled(target, result.elapsed(), result));
    }
    cancelTimers();
    aborts.forEach(Runnable::run);
    if (holdsPlace) {
      engine.admission().leave();
    } else {
      engine.admission().withdraw(this);
    }
    engine.settled(this, result);
    return result;
  }

  private void cancelTimers() {
    for (Future<?> timer : new Future<?>[] {deadline, hedging}) {
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }

  private @Nullable Future<?> later(Duration delay, Runnable task) {
    try {
      return engine.resources().after(delay, task);
    } catch (RejectedExecutionException e) {
      return null; // the engine is closing, and settles this dispatch
    }
  }

  Duration elapsed() {
    return Duration.between(start, engine.resources().clock().instant());
  }
}
