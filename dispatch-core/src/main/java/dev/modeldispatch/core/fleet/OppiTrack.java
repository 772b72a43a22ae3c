package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.fleet.SessionOrder.Thinking;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import dev.modeldispatch.core.fleet.SessionState.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one session.
 *
 * <p>Between threads: events come one after the other, looks from any thread; all change what is
 * known under this object's lock. A look whose answer comes after a further event says what was,
 * and changes nothing but the turn that it asked for. What changed is queued under the lock, so
 * that the order is kept, and told without it.
 */
final class OppiTrack {
  private static final Set<String> ENDS = Set.of("session_ended", "session_deleted");
  private static final Set<String> CHANGES =
      Set.of("state", "agent_start", "agent_end", "error", "session_ended", "session_deleted");

  private final SessionServer.Key key;
  private final OppiFailures failures;
  private final OppiListeners listeners = new OppiListeners();
  private Optional<Thinking> thinking = Optional.empty();
  private OppiSeen seen = OppiSeen.NOTHING;
  private String error = "";
  private @Nullable OppiTurn turn;
  private long seq = -1;
  private int changes;

  OppiTrack(SessionServer.Key key, OppiFailures failures) {
    this.key = key;
    this.failures = failures;
  }

  SessionServer.Key key() {
    return key;
  }

  /** {@return those who watch it} */
  OppiListeners listeners() {
    return listeners;
  }

  /** {@return how much it is to think, if that is still to be said} */
  synchronized Optional<Thinking> thinking() {
    return thinking;
  }

  synchronized void thinking(Optional<Thinking> level) {
    thinking = level;
  }

  synchronized void saidThinking() {
    thinking = Optional.empty();
  }

  /** {@return the number of its last event; -1 if nobody said} */
  synchronized long seq() {
    return seq;
  }

  synchronized void seq(long now) {
    seq = now;
  }

  /** {@return grows with each event that changes what is known} */
  synchronized int changes() {
    return changes;
  }

  /** {@return the turn that may not have ended} */
  synchronized Optional<OppiTurn> openTurn() {
    return Optional.ofNullable(turn).filter(OppiTurn::isOpen);
  }

  /** {@return the number of the event after which this turn is looked for} */
  synchronized long since(OppiTurn asked) {
    return Math.max(0, asked.seq());
  }

  synchronized boolean hasTaken(Turn asked) {
    return turn != null && turn.is(asked) && turn.isTaken();
  }

  /**
   * Returns the turn that is about to be sent, after this event; the same if it was sent before.
   */
  synchronized OppiTurn sending(Turn asked, long latest) {
    OppiTurn same =
        turn != null && turn.is(asked) && turn.isOpen() ? turn : new OppiTurn(asked, latest);
    turn = same;
    same.sending();
    error = "";
    return same;
  }

  synchronized void taken(OppiTurn asked) {
    asked.take(seq);
  }

  /**
   * The server had taken it before. When it was sent first is known only if that was here; if not,
   * the status alone tells of it.
   */
  synchronized void takenBefore(OppiTurn asked) {
    asked.wasTaken();
    if (!asked.wasSentBefore()) {
      asked.end();
    }
  }

  /** The server did not take it. */
  synchronized void refused(OppiTurn asked) {
    asked.end();
  }

  /** Hears an event of this session. */
  void event(JsonNode event) {
    String type = event.path("type").asText("");
    Optional<OppiTurn> started;
    synchronized (this) {
      seq = event.path("seq").asLong(seq);
      if (!CHANGES.contains(type)) {
        return;
      }
      changes++;
      hear(type, event);
      started = Optional.ofNullable(turn).filter(OppiTurn::hasBegun);
      listeners.add(state(seen));
    }
    started.ifPresent(t -> t.started().complete(true));
    listeners.tell();
  }

  private void hear(String type, JsonNode event) {
    if (type.equals("error")) {
      error = event.path("error").asText("");
    } else if (ENDS.contains(type)) {
      seen = seen.as(Status.STOPPED);
    } else if (type.equals("state")) {
      seen = OppiSeen.of(event.path("session")).orElse(seen);
    }
    if (turn != null && turn.isOpen()) {
      turn.hear(type, event);
      turn.see(seen.status().isTerminal() ? seen.status() : Status.STARTING);
    }
  }

  /** {@return how it is, as far as is known} */
  synchronized SessionState now() {
    return state(seen);
  }

  /** Hears that the server does not know it any more. */
  synchronized SessionState gone() {
    seen = seen.as(Status.STOPPED);
    if (turn != null) {
      turn.end();
    }
    return state(seen);
  }

  /** Hears what a look saw which began when there were so many changes. */
  synchronized SessionState looked(OppiSeen now, int before) {
    if (changes == before) {
      seen = now;
    }
    return state(now);
  }

  /** Hears what {@code events?since=} answered for this turn. */
  synchronized SessionState caughtUp(OppiTurn asked, OppiSeen now, JsonNode answer, int before) {
    if (answer.path("catchUpComplete").asBoolean(true)) {
      answer.path("events").forEach(e -> hearAgain(asked, e));
      asked.see(now.status());
    } else if (now.status().isAtRest()) {
      asked.end(); // what was told is forgotten: the status alone tells of it
    } else {
      asked.goesOnFrom(answer.path("currentSeq").asLong(asked.seq()));
      asked.see(now.status());
    }
    return looked(now, before);
  }

  private static void hearAgain(OppiTurn asked, JsonNode event) {
    if (event.path("seq").asLong() > asked.seq()) {
      asked.hear(event.path("type").asText(""), event);
    }
  }

  /**
   * Tells the listeners this state, which was seen when there were so many changes, if it is new.
   */
  boolean tellIfStill(int before, SessionState state) {
    synchronized (this) {
      if (changes != before) {
        return false;
      }
      listeners.add(state);
    }
    listeners.tell();
    return true;
  }

  private SessionState state(OppiSeen now) {
    Status status = turn == null ? now.status() : turn.with(now.status());
    var state = new SessionState(key, status, now.usage(), Optional.empty());
    String words = error.isEmpty() ? now.error() : error;
    boolean failed = status == Status.ERROR || !error.isEmpty();
    return failed ? state.because(why(words)) : state;
  }

  private Failure why(String words) {
    return failures.ofSession(words, turn == null ? List.of() : List.of(turn.text()));
  }
}
