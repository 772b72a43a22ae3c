package dev.modeldispatch.core.engine;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.engine.RetryPolicy.Wait;
import dev.modeldispatch.core.internal.SerialEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One dispatch, from call to result.
 *
 * <pre>
 * QUEUED --admitted--> RUNNING --reply, worth a retry or a fallback--> WAITING --> RUNNING
 *    any state --answer, failure, deadline, cancel, close--> SETTLED, once and for good
 * </pre>
 *
 * <p>Between threads: every change happens under this object's lock; the first to reach SETTLED
 * wins, and {@link #outcome} is set and {@code Settled} queued before the lock is left, so both are
 * there before the future completes. Connectors, aborts and the future are called without the lock.
 * A reply that comes after SETTLED, or for an attempt that is not the current one, is dropped.
 */
final class Dispatch implements ResultFuture.Work<ModelResult> {
  private enum State {
    QUEUED,
    RUNNING,
    WAITING,
    SETTLED
  }

  private static final Wait NO_WAIT = new Wait(Duration.ZERO, "");

  private final Engine engine;
  private final ModelTarget target;
  private final Prompt prompt;
  private final Duration limit;
  private final Instant start;
  private final SerialEvents events;
  private final Optional<SchemaCheck> schema;
  private final NextStep next;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);

  private State state = State.QUEUED;
  private ModelTarget asked;
  private boolean holdsPlace;
  private @Nullable AttemptCall current;
  private final Progress progress = new Progress();
  private @Nullable Future<?> deadline;
  private @Nullable Future<?> waiting;
  private volatile @Nullable ModelResult outcome;

  Dispatch(Engine engine, ModelTarget target, Prompt prompt, DispatchListener listener) {
    this.engine = engine;
    this.target = target;
    this.asked = target;
    this.prompt = prompt;
    this.limit = prompt.timeout().orElse(engine.settings().dispatchTimeout());
    this.start = engine.resources().clock().instant();
    this.events = SerialEvents.to(listener, engine.resources().callbacks());
    this.schema = prompt.jsonSchema().map(SchemaCheck::of);
    this.next = new NextStep(engine.settings().retry(), engine.budget(), engine.chance(), prompt);
  }

  ResultFuture<ModelResult> future() {
    return future;
  }

  Prompt prompt() {
    return prompt;
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
      settle(Ending.failed(Words.queueFull(target, engine.settings())));
    }
  }

  /** It is this dispatch's turn; it holds a place from now on. */
  void admitted() {
    boolean tooLate;
    synchronized (this) {
      tooLate = state == State.SETTLED;
      holdsPlace = !tooLate;
      progress.goesOn(elapsed());
    }
    if (tooLate) {
      engine.admission().leave();
    } else {
      attempt(target, NO_WAIT);
    }
  }

  private void attempt(ModelTarget who, Wait waited) {
    if (engine.isClosed()) {
      close(); // a place that others leave when they are closed is not for sending
      return;
    }
    AttemptCall call;
    synchronized (this) {
      if (state == State.SETTLED) {
        return;
      }
      state = State.RUNNING;
      asked = who;
      int number = progress.nextNumber();
      call = new AttemptCall(this, who, number, elapsed(), waited);
      current = call;
      events.tell(new DispatchEvent.AttemptStarted(who, elapsed(), number));
    }
    engine.call(call);
  }

  synchronized void queuedAtConnector(AttemptCall from, String waitsFor) {
    if (state == State.RUNNING && current == from) {
      progress.queues(elapsed());
      events.tell(new DispatchEvent.Queued(from.target(), elapsed(), waitsFor));
    }
  }

  synchronized void dequeuedAtConnector(AttemptCall from) {
    if (current == from) {
      progress.goesOn(elapsed());
    }
  }

  synchronized void kept(Session kept) {
    progress.kept(kept);
  }

  synchronized void text(AttemptCall from, DispatchEvent.Text.Kind kind, String piece) {
    if (state == State.RUNNING && current == from) {
      if (kind == DispatchEvent.Text.Kind.ANSWER) {
        progress.answerText(piece, elapsed());
      }
      events.tell(new DispatchEvent.Text(asked, elapsed(), kind, piece));
    }
  }

  /** No connector took the attempt. */
  void refused(AttemptCall call, Failure failure) {
    Runnable step;
    synchronized (this) {
      if (state != State.RUNNING || current != call) {
        return; // loses to whoever settled the dispatch meanwhile
      }
      current = null;
      step = afterFailure(Reply.failure(failure).sent(Attempt.Sent.NO).build());
    }
    step.run();
  }

  /** An attempt ended by itself. */
  void ended(AttemptCall call, Reply reply) {
    Runnable step;
    synchronized (this) {
      if (state != State.RUNNING || current != call) {
        return; // loses to whoever settled the dispatch meanwhile
      }
      current = null;
      progress.add(call.ended(elapsed(), reply));
      step = reply.failure().isPresent() ? afterFailure(reply) : () -> afterAnswer(reply);
    }
    step.run();
  }

  private void afterAnswer(Reply reply) {
    String answer = reply.answer().orElseThrow();
    if (schema.isPresent()) {
      var checked = schema.get().check(answer);
      if (checked.violation().isPresent()) {
        Failure unmet = Words.structuredOutput(asked, checked.violation().get());
        settle(Ending.failed(unmet).withReply(reply).withPartial(answer));
        return;
      }
      answer = checked.json();
    }
    engine.budget().answered(asked);
    settle(Ending.answered(answer, reply.completeness()).withReply(reply));
  }

  /** Decides under the lock, acts without it. */
  private Runnable afterFailure(Reply reply) {
    Failure failure = reply.failure().orElseThrow();
    NextStep.Step step = next.after(asked, failure, remaining(), progress.nothingCame());
    if (step instanceof NextStep.Retry retry) {
      state = State.WAITING;
      Wait wait = retry.pause();
      events.tell(
          new DispatchEvent.Waiting(asked, elapsed(), wait.delay(), wait.source(), failure));
      ModelTarget same = asked;
      return () -> waitThen(wait.delay(), () -> attempt(same, wait));
    }
    if (step instanceof NextStep.Fallback fallback) {
      String why = failure.kind().code() + " at " + asked;
      events.tell(new DispatchEvent.Switched(fallback.target(), elapsed(), asked, why));
      return () -> attempt(fallback.target(), NO_WAIT);
    }
    return () -> settle(Ending.failed(failure).withReply(reply).withPartial(reply.partialText()));
  }

  private void waitThen(Duration delay, Runnable then) {
    synchronized (this) {
      if (state == State.WAITING) {
        waiting = later(delay, then);
      }
    }
  }

  private void deadlinePassed() {
    settle(Ending.timedOut(limit));
  }

  @Override
  public boolean cancel() {
    return settleOnly(Ending.cancelled(Cancelled.Reason.CALLER)) != null;
  }

  /** The engine closes. */
  void close() {
    settle(Ending.cancelled(Cancelled.Reason.CLOSED));
  }

  @Override
  public Optional<ModelResult> outcome() {
    return Optional.ofNullable(outcome);
  }

  private void settle(Ending ending) {
    ModelResult result = settleOnly(ending);
    if (result != null) {
      engine.complete(future, result);
    }
  }

  /** Settles, and leaves the future to the caller; null if it had settled before. */
  private @Nullable ModelResult settleOnly(Ending ending) {
    AttemptCall running;
    ModelResult result;
    synchronized (this) {
      if (state == State.SETTLED) {
        return null; // loses to the one that settled first
      }
      state = State.SETTLED;
      running = current;
      current = null;
      Duration now = elapsed();
      if (running != null) {
        progress.add(running.calledOff(now, ending.why(asked)));
      }
      result = ending.of(progress.facts(target, asked, ending, now));
      outcome = result;
      if (result instanceof Answered a && progress.nothingCame()) {
        events.tell(
            new DispatchEvent.Text(
                asked, result.elapsed(), DispatchEvent.Text.Kind.ANSWER, a.text()));
      }
      events.tell(new DispatchEvent.Settled(target, result.elapsed(), result));
    }
    cancelTimers();
    if (running != null) {
      running.abort();
    }
    if (holdsPlace) {
      engine.admission().leave();
    } else {
      engine.admission().withdraw(this);
    }
    engine.settled(this, result);
    return result;
  }

  private void cancelTimers() {
    for (Future<?> timer : new Future<?>[] {deadline, waiting}) {
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

  private Duration elapsed() {
    return Duration.between(start, engine.resources().clock().instant());
  }
}
