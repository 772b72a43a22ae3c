package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The sessions that were made, prompted or watched here, and what the stream says of them. */
final class OppiSessions implements OppiStream.Sessions {
  private final OppiFailures failures;
  private final OppiLooks looks;
  private final Map<String, OppiTrack> tracks = new ConcurrentHashMap<>();

  OppiSessions(OppiFailures failures, OppiLooks looks) {
    this.failures = failures;
    this.looks = looks;
  }

  /** Returns what is known of a session, from now on. */
  OppiTrack track(SessionServer.Key session) {
    return tracks.computeIfAbsent(session.id(), id -> new OppiTrack(session, failures));
  }

  /** Returns what is known of a session, for once. */
  OppiTrack find(SessionServer.Key session) {
    return Optional.ofNullable(tracks.get(session.id()))
        .filter(track -> track.key().equals(session))
        .orElseGet(() -> new OppiTrack(session, failures));
  }

  void forget(OppiTrack track, Consumer<SessionState> listener) {
    track.listeners().forget(listener);
    if (track.now().status().isTerminal() && track.listeners().isEmpty()) {
      tracks.remove(track.key().id(), track);
    }
  }

  void drop(SessionServer.Key session) {
    tracks.remove(session.id());
  }

  @Override
  public void subscribed(String session, JsonNode result) {
    var track = tracks.get(session);
    if (track != null && result.path("currentSeq").isIntegralNumber()) {
      track.seq(result.path("currentSeq").asLong());
    }
  }

  @Override
  public void heard(String session, JsonNode event) {
    var track = tracks.get(session);
    if (track != null) {
      track.event(event);
    }
  }

  @Override
  public boolean areWatched() {
    return tracks.values().stream().anyMatch(OppiSessions::isWatched);
  }

  private static boolean isWatched(OppiTrack track) {
    return !track.listeners().isEmpty();
  }

  @Override
  public void missed(OppiLine line) {
    tracks.values().stream().filter(OppiSessions::isWatched).forEach(track -> hear(track, line));
  }

  private void hear(OppiTrack track, OppiLine line) {
    var unused =
        line.subscribe(track.key().id())
            .whenComplete((subscribed, thrown) -> looks.tell(track, line));
  }
}
