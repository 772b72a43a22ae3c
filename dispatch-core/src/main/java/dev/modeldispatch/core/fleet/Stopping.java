package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionServer.Ability;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Stops a session with growing force: its turn is aborted, waited for and aborted again; then the
 * session is ended, waited for and ended again.
 */
final class Stopping {
  private static final int ABORTS = 2;
  private static final int ENDS = 3;

  private final Crew crew;
  private final SessionServer.Key session;

  Stopping(Crew crew, SessionServer.Key session) {
    this.crew = crew;
    this.session = session;
  }

  /** Begins; the future ends with a state in which nothing more happens, or with why not. */
  CompletableFuture<SessionState> begin() {
    return crew.server()
        .look(session)
        .thenCompose(
            state -> {
              if (state.status().isTerminal()) {
                return CompletableFuture.completedFuture(state);
              }
              return state.status().isAtRest() || !crew.can(Ability.ABORT_TURNS)
                  ? end(1)
                  : abort(1).exceptionallyCompose(thrown -> end(1)).thenCompose(this::ended);
            });
  }

  private CompletableFuture<SessionState> ended(SessionState state) {
    return state.status().isTerminal() ? CompletableFuture.completedFuture(state) : end(1);
  }

  private CompletableFuture<SessionState> abort(int round) {
    CompletableFuture<SessionState> rested =
        crew.server()
            .abort(session)
            .thenCompose(state -> awaiting(state.status().isAtRest(), state, Stopping::rests));
    return round < ABORTS ? rested.exceptionallyCompose(thrown -> abort(round + 1)) : rested;
  }

  private CompletableFuture<SessionState> end(int round) {
    return crew.server()
        .end(session)
        .thenCompose(state -> awaiting(state.status().isTerminal(), state, Stopping::isOver))
        .exceptionallyCompose(
            thrown -> {
              Failure why = SessionFailures.of(thrown);
              boolean mayHelp = why.retryable() || why.kind() == FailureKind.DEADLINE_EXCEEDED;
              return mayHelp && round < ENDS ? end(round + 1) : failed(why);
            });
  }

  private CompletableFuture<SessionState> awaiting(
      boolean isThere, SessionState state, Predicate<SessionState> wanted) {
    return isThere
        ? CompletableFuture.completedFuture(state)
        : new RestWait(crew, session, wanted).within(crew.pace().stop());
  }

  private CompletableFuture<SessionState> failed(Failure why) {
    return CompletableFuture.failedFuture(
        why.kind() != FailureKind.DEADLINE_EXCEEDED
            ? new SessionException(why)
            : new SessionException(
                Failure.builder(
                        FailureKind.SERVER_ERROR,
                        "session " + session + " did not stop; it may still run.")
                    .hint("Stop it at the server.")
                    .evidence("told " + ENDS + " times")
                    .build()));
  }

  private static boolean rests(SessionState state) {
    return state.status().isAtRest();
  }

  private static boolean isOver(SessionState state) {
    return state.status().isTerminal();
  }
}
