package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.core.fleet.FleetSession.Launched;
import dev.modeldispatch.core.fleet.OrderChecks.Checked;
import dev.modeldispatch.core.fleet.SessionServer.Opening;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Makes a session and prompts it; one that does not take its prompt is not left behind. */
record Launching(Crew crew, Checked checked) {
  CompletableFuture<FleetSession> begin() {
    SessionOrder order = checked.order();
    var opening =
        new Opening(checked.place().orElseThrow(), order.name(), order.model(), order.thinking());
    return crew.server()
        .create(opening)
        .thenCompose(state -> prompt(state.key()))
        .whenComplete(
            (session, thrown) -> {
              if (thrown != null) {
                crew.holds().release(checked);
              }
            });
  }

  private CompletableFuture<FleetSession> prompt(SessionServer.Key key) {
    String text = checked.prompt().text();
    var launched =
        new Launched(
            key, checked.place().orElseThrow(), checked.order(), !text.isEmpty(), text.length());
    var session = new FleetSession(crew, launched, Optional.of(checked));
    if (text.isEmpty()) {
      crew.holds().release(checked); // until it is prompted
      return CompletableFuture.completedFuture(session);
    }
    return new Prompting(crew, key, new Turn(UUID.randomUUID().toString(), text))
        .begin()
        .thenApply(state -> working(session))
        .exceptionallyCompose(thrown -> undo(session, SessionFailures.of(thrown)));
  }

  private static FleetSession working(FleetSession session) {
    session.works();
    return session;
  }

  private static CompletableFuture<FleetSession> undo(FleetSession session, Failure why) {
    return session
        .remove()
        .handle(
            (done, thrown) -> {
              String left = "Session " + session.id() + " may be left at the server. ";
              throw new SessionException(
                  thrown == null ? why : why.toBuilder().hint((left + why.hint()).strip()).build());
            });
  }
}
