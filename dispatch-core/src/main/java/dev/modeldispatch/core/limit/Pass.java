package dev.modeldispatch.core.limit;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call's leave to go, and its place until it ends. Whoever got it ends it, by one of the
 * methods; only the first call of them counts. Ending it may admit others on the same thread, so it
 * is called without a lock. Thread-safe.
 */
public final class Pass {
  private final Lane lane;
  private final Permit permit;
  private final long tokens;
  private final AtomicBoolean over = new AtomicBoolean();

  Pass(Lane lane, Permit permit, long tokens) {
    this.lane = lane;
    this.permit = permit;
    this.tokens = tokens;
  }

  /** The call ended by itself: answered, failed, or refused before anything was sent. */
  public void ended(Reply reply) {
    end(End.of(reply));
  }

  /**
   * The call was called off.
   *
   * @param why {@code DEADLINE_EXCEEDED} if time was up; anything else says nothing of the server
   * @param silence how long the server had said nothing: since it was asked, or since its last word
   * @param sent whether it had left
   */
  public void calledOff(FailureKind why, Duration silence, Attempt.Sent sent) {
    end(End.of(Outcome.ofCallingOff(why, silence, lane.silence()), sent));
  }

  void end(End how) {
    if (over.compareAndSet(false, true)) {
      lane.ended(this, how);
    }
  }

  Permit permit() {
    return permit;
  }

  long tokens() {
    return tokens;
  }
}
