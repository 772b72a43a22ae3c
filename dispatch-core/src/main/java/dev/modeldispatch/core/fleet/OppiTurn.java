package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import dev.modeldispatch.core.fleet.SessionState.Status;
import java.util.concurrent.CompletableFuture;

/**
 * The latest turn of a session, as far as it is known. Guarded by the session's {@link OppiTrack}.
 *
 * <p>It is sent, then taken, then begun, then ended; after a stream that broke it may be any of
 * them, which the events since {@code seq} tell.
 */
final class OppiTurn {
  private final Turn turn;
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private long seq;
  private int sent;
  private boolean isTaken;
  private boolean hasBegun;
  private boolean hasEnded;

  OppiTurn(Turn turn, long seq) {
    this.turn = turn;
    this.seq = seq;
  }

  boolean is(Turn other) {
    return turn.id().equals(other.id());
  }

  String text() {
    return turn.text();
  }

  /** {@return the number of the last event before it was taken, as far as is known} */
  long seq() {
    return seq;
  }

  /** {@return ends when the turn has begun} */
  CompletableFuture<Boolean> started() {
    return started;
  }

  boolean isTaken() {
    return isTaken;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  boolean isOpen() {
    return !hasEnded;
  }

  boolean wasSentBefore() {
    return sent > 1;
  }

  void sending() {
    sent++;
  }

  /** It was taken just now: what was told before belongs to others. */
  void take(long now) {
    if (!isTaken) {
      isTaken = true;
      seq = now;
    }
  }

  /** It was taken at some time since it was sent first. */
  void wasTaken() {
    isTaken = true;
  }

  /** Nobody knows what was told before; the session has not come to rest since. */
  void goesOnFrom(long now) {
    seq = now;
  }

  void end() {
    hasEnded = true;
  }

  /** Hears an event of its session, after all before it. */
  void hear(String type, JsonNode event) {
    switch (type) {
      case "agent_start" -> begin(event.path("seq").asLong(seq + 1));
      case "agent_end" -> hasEnded = isTaken;
      case "state" ->
          OppiSeen.of(event.path("session")).ifPresent(session -> see(session.status()));
      default -> {}
    }
  }

  private void begin(long at) {
    if (isTaken || at > seq) { // else a turn before this one
      take(at - 1);
      hasBegun = true;
      hasEnded = false;
    }
  }

  /** Hears what its session does. */
  void see(Status status) {
    if (status.isTerminal()) {
      hasEnded = true;
    } else if (status == Status.BUSY) {
      hasBegun |= isTaken;
    } else if (status == Status.READY && hasBegun) {
      hasEnded = true;
    }
  }

  /** Returns what the session does, this turn included. */
  Status with(Status status) {
    boolean rests = status == Status.READY && isTaken && !hasEnded;
    return rests ? (hasBegun ? Status.BUSY : Status.STARTING) : status;
  }
}
