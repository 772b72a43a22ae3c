package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionServer.Watching;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a session is as wanted. It listens first and looks then, so that a change between the
 * two is not missed; and looks again now and then, so that a change which nobody told is not missed
 * for ever.
 *
 * <p>Between threads: {@code watching}, {@code troubleSince} and {@code isOver} change under this
 * object's lock; the server is asked, and the future completed, without it.
 */
final class RestWait {
  private final Crew crew;
  private final SessionServer.Key session;
  private final Predicate<SessionState> wanted;
  private final CompletableFuture<SessionState> end = new CompletableFuture<>();
  private @Nullable Watching watching;
  private @Nullable Instant troubleSince;
  private boolean isOver;

  RestWait(Crew crew, SessionServer.Key session, Predicate<SessionState> wanted) {
    this.crew = crew;
    this.session = session;
    this.wanted = wanted;
  }

  /** Begins; the future ends with the state, or with why it can no longer be known. */
  CompletableFuture<SessionState> begin() {
    return begin(this::look);
  }

  /** The same, for one who is in no hurry: the first look is the one of the next poll. */
  CompletableFuture<SessionState> beginLater() {
    return begin(this::lookLater);
  }

  private CompletableFuture<SessionState> begin(Runnable first) {
    crew.waits().add(this);
    var unused =
        crew.server()
            .watch(session, this::hear)
            .whenComplete(
                (listening, trouble) -> {
                  if (listening != null) {
                    keep(listening);
                  }
                  first.run(); // without a stream, looking now and then has to do
                });
    return end;
  }

  /** Gives up after the limit, if it has not ended before. */
  CompletableFuture<SessionState> within(Duration limit) {
    var timer =
        crew.time()
            .after(
                limit,
                () ->
                    fail(
                        Failure.builder(
                                FailureKind.DEADLINE_EXCEEDED,
                                "session " + session + " did not rest; it may still run.")
                            .hint("Wait again, or stop it.")
                            .evidence("limit " + limit.toMillis() + " ms")
                            .build()));
    var unused = end.whenComplete((state, thrown) -> timer.cancel(false));
    return begin();
  }

  private void keep(Watching listening) {
    boolean late;
    synchronized (this) {
      late = isOver;
      watching = listening;
    }
    if (late) {
      listening.close();
    }
  }

  private void look() {
    if (isOver()) {
      return;
    }
    var unused =
        crew.server()
            .look(session)
            .whenComplete(
                (state, thrown) -> {
                  if (thrown == null) {
                    fine();
                    hear(state);
                  } else {
                    trouble(SessionFailures.of(thrown));
                  }
                  lookLater();
                });
  }

  private void lookLater() {
    try {
      if (!isOver()) {
        var unused = crew.time().after(crew.pace().poll(), this::look);
      }
    } catch (RejectedExecutionException e) {
      closed();
    }
  }

  private void hear(SessionState state) {
    if (wanted.test(state) && finish()) {
      crew.tell(() -> end.complete(state));
    }
  }

  private synchronized void fine() {
    troubleSince = null;
  }

  private void trouble(Failure failure) {
    Instant now = crew.time().clock().instant();
    boolean isLost;
    synchronized (this) {
      Instant since = troubleSince == null ? now : troubleSince;
      troubleSince = since;
      isLost = Duration.between(since, now).compareTo(crew.pace().lost()) >= 0;
    }
    if (isLost || !failure.retryable()) {
      String hint = "Session " + session + " may still run. " + failure.hint();
      fail(failure.toBuilder().hint(hint.strip()).build());
    }
  }

  /** Ends the waiting, since the fleet is closed. */
  void closed() {
    fail(
        Failure.builder(FailureKind.CANCELLED, "the fleet was closed.")
            .hint("Session " + session + " may still run.")
            .build());
  }

  private void fail(Failure failure) {
    if (finish()) {
      crew.tell(() -> end.completeExceptionally(new SessionException(failure)));
    }
  }

  private synchronized boolean isOver() {
    return isOver;
  }

  private boolean finish() {
    Optional<Watching> listening;
    synchronized (this) {
      if (isOver) {
        return false;
      }
      isOver = true;
      listening = Optional.ofNullable(watching);
    }
    listening.ifPresent(Watching::close);
    crew.waits().remove(this);
    return true;
  }
}
