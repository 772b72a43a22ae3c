package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Prompts a session once, however often it has to be sent: each try names the same turn, which the
 * server takes but once.
 */
final class Prompting {
  private static final int TRIES = 6;

  private final Crew crew;
  private final SessionServer.Key session;
  private final Turn turn;

  Prompting(Crew crew, SessionServer.Key session, Turn turn) {
    this.crew = crew;
    this.session = session;
    this.turn = turn;
  }

  CompletableFuture<SessionState> begin() {
    return attempt(1);
  }

  private CompletableFuture<SessionState> attempt(int number) {
    return crew.server()
        .prompt(session, turn)
        .exceptionallyCompose(
            thrown -> {
              Failure why = SessionFailures.of(thrown);
              return mayHelp(why) && number < TRIES
                  ? later(number)
                  : CompletableFuture.failedFuture(new SessionException(why));
            });
  }

  /** A full server stays full for longer than this waits. */
  private static boolean mayHelp(Failure why) {
    return why.retryable() && why.kind() != FailureKind.OVERLOADED;
  }

  private CompletableFuture<SessionState> later(int number) {
    var next = new CompletableFuture<SessionState>();
    Duration wait = crew.pace().retry().multipliedBy(1L << (number - 1));
    var unused =
        crew.time()
            .after(
                wait,
                () -> {
                  var unusedToo =
                      attempt(number + 1)
                          .whenComplete(
                              (state, thrown) -> {
                                if (thrown == null) {
                                  next.complete(state);
                                } else {
                                  next.completeExceptionally(thrown);
                                }
                              });
                });
    return next;
  }
}
