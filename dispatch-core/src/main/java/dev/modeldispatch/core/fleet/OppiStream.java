package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The server's stream: one for all sessions, opened by the first that needs it, and opened anew
 * when it ends while somebody watches.
 *
 * <p>Between threads: which connection is the current one changes under this object's lock; the
 * sessions are told without it. An end of a connection that is no longer the current one is old.
 */
final class OppiStream implements OppiLine.Hearer, AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration MAX_RETRY = Duration.ofSeconds(2);

  private final OppiApi api;
  private final OppiFailures failures;
  private final Sessions sessions;
  private @Nullable OppiLine current;
  private boolean wasOpen;
  private boolean closed;
  private int ends;

  OppiStream(OppiApi api, OppiFailures failures, Sessions sessions) {
    this.api = api;
    this.failures = failures;
    this.sessions = sessions;
  }

  /** The sessions that are heard. */
  interface Sessions {
    void subscribed(String session, JsonNode result);

    void heard(String session, JsonNode event);

    /** Whether somebody watches one. */
    boolean areWatched();

    /** What was said meanwhile was missed; nothing is heard on the new line yet. */
    void missed(OppiLine line);
  }

  /** Returns the stream, opened if it is not, or fails with why it cannot be. */
  CompletableFuture<OppiLine> line() {
    OppiLine line;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new SessionException(failures.closed()));
      }
      if (current != null && !current.isOver()) {
        return current.open();
      }
      line = new OppiLine(api, failures, this);
      current = line;
    }
    line.begin();
    return line.open();
  }

  @Override
  public void opened(OppiLine line) {
    boolean again;
    synchronized (this) {
      again = wasOpen;
      wasOpen = true;
      ends = 0;
    }
    if (again) {
      sessions.missed(line);
    }
  }

  @Override
  public void subscribed(String session, JsonNode result) {
    sessions.subscribed(session, result);
  }

  @Override
  public void heard(String session, JsonNode event) {
    sessions.heard(session, event);
  }

  @Override
  public void ended(OppiLine line) {
    Duration wait;
    synchronized (this) {
      if (current != line || closed) {
        return;
      }
      current = null;
      wait = FIRST_RETRY.multipliedBy(1L << Math.min(ends++, 10));
    }
    var unused = api.after(wait.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : wait, this::openAgain);
  }

  private void openAgain() {
    if (sessions.areWatched()) {
      var unused = line();
    }
  }

  @Override
  public void close() {
    OppiLine open;
    synchronized (this) {
      closed = true;
      open = current;
      current = null;
    }
    if (open != null) {
      open.cut(failures.closed());
    }
  }
}
