package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.engine.RetryPolicy.Wait;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One line of attempts of a dispatch: a target, its retries, its fallbacks. A dispatch has one, and
 * a second one if it is hedged.
 *
 * <pre>
 * ENTERING --let through by the lane--> RUNNING --worth a retry--> WAITING --> ENTERING
 *    any state --answer, final failure, called off--> OVER
 * </pre>
 *
 * <p>Between threads: all is read and changed under the dispatch's lock. What has to happen without
 * it (connectors, lanes, aborts) is handed back as a step.
 */
final class Leg {
  private enum State {
    ENTERING,
    RUNNING,
    WAITING,
    OVER
  }

  private static final Wait NO_WAIT = new Wait(Duration.ZERO, "");
  static final Runnable NOTHING = () -> {};

  private final Dispatch dispatch;
  private final boolean first;
  private final NextStep next;
  private State state = State.ENTERING;
  private ModelTarget asked;
  private boolean spoke;
  private @Nullable AttemptCall current;
  private @Nullable Future<?> waiting;

  Leg(Dispatch dispatch, ModelTarget target, boolean first, Fallbacks fallbacks, Asked seen) {
    this.dispatch = dispatch;
    this.asked = target;
    this.first = first;
    this.next = new NextStep(dispatch.engine(), fallbacks, seen);
  }

  ModelTarget asked() {
    return asked;
  }

  boolean isFirst() {
    return first;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  /** Whether this is the attempt that goes on right now. */
  boolean runs(AttemptCall call) {
    return state == State.RUNNING && current == call;
  }

  boolean spoke() {
    return spoke;
  }

  void speaks() {
    spoke = true;
  }

  /** Returns the step that asks the target for the first time. */
  Runnable begin() {
    return enter(NO_WAIT);
  }

  private Runnable enter(Wait waited) {
    state = State.ENTERING;
    var call = new AttemptCall(dispatch, this, asked, waited);
    current = call;
    return call::enter;
  }

  /** The lane let it through: the attempt begins; false if it was called off meanwhile. */
  boolean admitted(AttemptCall call) {
    if (state != State.ENTERING || current != call) {
      return false;
    }
    state = State.RUNNING;
    return true;
  }

  /** Whether the attempt still waits for its lane. */
  boolean waitsAtLane(AttemptCall call) {
    return state == State.ENTERING && current == call;
  }

  /** Whether this is the attempt that the leg waits for, at its lane or at its connector. */
  boolean isAt(AttemptCall call) {
    return state != State.OVER && current == call;
  }

  /** The attempt ended without an answer: the leg goes on, or is over. */
  Runnable failed(Reply reply) {
    current = null;
    return afterFailure(reply);
  }

  /** The attempt gave the answer. */
  void answered() {
    current = null;
    state = State.OVER;
  }

  private Runnable afterFailure(Reply reply) {
    Failure failure = reply.failure().orElseThrow();
    dispatch.engine().dead().failed(asked, failure);
    NextStep.Step step = next.after(asked, failure, dispatch.remaining(), !spoke);
    if (step instanceof NextStep.Retry retry) {
      state = State.WAITING;
      Wait wait = retry.pause();
      dispatch
          .told()
          .add(at -> new DispatchEvent.Waiting(asked, at, wait.delay(), wait.source(), failure));
      return () -> dispatch.startWait(this, wait);
    }
    if (step instanceof NextStep.Fallback fallback) {
      String why = failure.kind().code() + " at " + asked;
      ModelTarget from = asked;
      asked = fallback.target();
      dispatch.told().add(at -> new DispatchEvent.Switched(fallback.target(), at, from, why));
      return enter(NO_WAIT);
    }
    state = State.OVER;
    return dispatch.legFailed(this, reply);
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  void waits(Future<?> timer) {
    waiting = timer;
  }

  /** The wait is over: returns the step that asks again, unless it was called off. */
  Runnable waited(Wait wait) {
    waiting = null;
    return state == State.WAITING ? enter(wait) : NOTHING;
  }

  /**
   * Ends the leg from outside. Returns the step that ends its work; the attempt that ran, if one
   * did, becomes one of the dispatch's.
   */
  Runnable callOff(Progress progress, Duration now, Failure why) {
    AttemptCall call = current;
    boolean ran = state == State.RUNNING;
    state = State.OVER;
    current = null;
    Future<?> timer = waiting;
    waiting = null;
    if (timer != null) {
      timer.cancel(false);
    }
    if (call == null) {
      return NOTHING;
    }
    Attempt attempt = call.calledOff(now, why);
    if (ran) {
      progress.add(attempt);
    }
    return call::abort;
  }
}
