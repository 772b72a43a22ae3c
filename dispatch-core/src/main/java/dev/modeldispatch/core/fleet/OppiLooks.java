package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks how sessions are, over REST. */
final class OppiLooks {
  private static final int TRIES = 5;
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final OppiApi api;
  private final OppiFailures failures;

  OppiLooks(OppiApi api, OppiFailures failures) {
    this.api = api;
    this.failures = failures;
  }

  CompletableFuture<SessionState> look(OppiTrack track) {
    return look(track, 1);
  }

  /** While a turn is open, its events and the session are asked for in one call. */
  private CompletableFuture<SessionState> look(OppiTrack track, int tries) {
    Optional<OppiTurn> turn = track.openTurn();
    int before = track.changes();
    String path =
        turn.map(t -> OppiPaths.events(track.key(), track.since(t)))
            .orElseGet(() -> OppiPaths.session(track.key()));
    return api.get(path)
        .thenCompose(
            reply -> {
              if (reply.isGone()) {
                return CompletableFuture.completedFuture(track.gone());
              }
              JsonNode body = failures.fine(reply);
              OppiSeen seen = failures.seen(body.path("session"));
              boolean isOld = turn.isEmpty() && track.openTurn().isPresent() && tries < TRIES;
              return isOld
                  ? look(track, tries + 1) // prompted meanwhile: it may not have begun yet
                  : CompletableFuture.completedFuture(
                      turn.map(t -> track.caughtUp(t, seen, body, before))
                          .orElseGet(() -> track.looked(seen, before)));
            });
  }

  CompletableFuture<SessionState> stop(OppiTrack track) {
    int before = track.changes();
    return api.post(OppiPaths.session(track.key()) + "/stop", Json.object())
        .thenApply(
            reply ->
                reply.isGone()
                    ? track.gone()
                    : track.looked(failures.seen(failures.fine(reply).path("session")), before));
  }

  /** Tells those who watch how the session is, since they may have missed it. */
  void tell(OppiTrack track, OppiLine line) {
    int before = track.changes();
    var unused =
        look(track)
            .handle((state, thrown) -> thrown == null && track.tellIfStill(before, state))
            .thenAccept(
                isTold -> {
                  if (!isTold && !line.isOver() && !track.listeners().isEmpty()) {
                    var unusedToo = api.after(AGAIN, () -> tell(track, line));
                  }
                });
  }
}
