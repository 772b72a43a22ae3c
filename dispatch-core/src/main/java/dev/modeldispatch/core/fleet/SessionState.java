package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.Usage;
import java.util.Locale;
import java.util.Optional;

/**
 * How a session is.
 *
 * @param key where to find it
 * @param status what it does
 * @param usage what it has cost so far, as far as the server tells
 * @param failure what went wrong: why it ended, or why its last turn did
 */
public record SessionState(
    SessionServer.Key key, Status status, Usage usage, Optional<Failure> failure) {
  /** What a session does. */
  public enum Status {
    /** It is being made, or has taken a prompt that it has not begun. */
    STARTING,
    /** It rests: every prompt that it took has ended. */
    READY,
    /** It works. */
    BUSY,
    /** It is being ended. */
    STOPPING,
    /** It has ended, or is gone. */
    STOPPED,
    /** It has ended by itself, by an error. */
    ERROR;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** {@return the status in lower case, for example {@code ready}} */
    public String code() {
      return code;
    }

    /** {@return whether nothing more happens in the session} */
    public boolean isTerminal() {
      return this == STOPPED || this == ERROR;
    }

    /** {@return whether no turn runs or is to begin} */
    public boolean isAtRest() {
      return this == READY || isTerminal();
    }
  }

  /** Returns the state of a session that has cost nothing yet, and in which nothing went wrong. */
  public static SessionState of(SessionServer.Key key, Status status) {
    return new SessionState(key, status, Usage.none(), Optional.empty());
  }

  /** Returns the same session in this status. */
  public SessionState as(Status next) {
    return new SessionState(key, next, usage, failure);
  }

  /** Returns the same session, in which this went wrong. */
  public SessionState because(Failure why) {
    return new SessionState(key, status, usage, Optional.of(why));
  }

  @Override
  public String toString() {
    return key + ": " + status.code() + failure.map(f -> " (" + f.kind().code() + ")").orElse("");
  }
}
