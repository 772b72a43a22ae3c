package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.Resources;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The plug to an oppi session server, after its document: sessions over REST, prompts and events
 * over one WebSocket. It was checked against a fake alone. Thread-safe.
 *
 * <ul>
 *   <li>The server tells no models: {@link #preflight} finds nothing, an unknown model fails with
 *       the session.
 *   <li>It has no command that ends a turn but stop, which ends the session: {@link #abort} changes
 *       nothing, and says how the session is.
 *   <li>A session's trace need not name the files that tools wrote: {@link #writes} is empty.
 *   <li>A status that this code does not know is taken as busy.
 *   <li>A prompt to a busy session is {@code overloaded}: it may be sent when the session is ready.
 * </ul>
 *
 * <p>The transport and the resources are the caller's to close, after this.
 */
final class OppiServer implements SessionServer {
  private final OppiApi api;
  private final OppiFailures failures;
  private final OppiLooks looks;
  private final OppiSessions sessions;
  private final OppiStream stream;

  OppiServer(OppiOptions options, HttpTransport transport, Resources resources) {
    api = new OppiApi(options, transport, resources);
    failures = new OppiFailures(api);
    looks = new OppiLooks(api, failures);
    sessions = new OppiSessions(failures, looks);
    stream = new OppiStream(api, failures, sessions);
  }

  @Override
  public String shown() {
    return "oppi at " + api.shown();
  }

  @Override
  public CompletableFuture<Place> place(String named) {
    return told(
        () ->
            api.get("/workspaces")
                .thenApply(failures::fine)
                .thenApply(body -> new OppiPlaces(body.path("workspaces")).named(named)));
  }

  @Override
  public CompletableFuture<Optional<Failure>> preflight(ModelTarget model) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of();
  }

  @Override
  public CompletableFuture<SessionState> create(Opening opening) {
    ObjectNode body = Json.object();
    if (!opening.name().isBlank()) {
      body.put("name", opening.name());
    }
    opening.model().ifPresent(model -> body.put("model", model.toString()));
    opening.thinking().ifPresent(level -> body.put("thinking", level.code()));
    return told(
        () ->
            api.post(OppiPaths.sessions(opening.place().id()), body)
                .thenApply(failures::fine)
                .thenApply(answer -> created(opening, answer.path("session"))));
  }

  private SessionState created(Opening opening, JsonNode session) {
    String id = session.path("id").asText("");
    if (!OppiPaths.isId(id)) {
      throw failures.malformed("no session id");
    }
    OppiTrack track = sessions.track(new Key(opening.place().id(), id));
    track.thinking(opening.thinking());
    return track.looked(failures.seen(session), 0);
  }

  @Override
  public CompletableFuture<SessionState> prompt(Key session, Turn turn) {
    OppiTrack track = sessions.track(session);
    if (track.hasTaken(turn)) {
      return look(session);
    }
    var prompting = new OppiPrompting(api, failures, track, turn);
    return told(
        () ->
            stream
                .line()
                .thenCompose(prompting::over)
                .thenCompose(
                    isNew ->
                        isNew
                            ? CompletableFuture.completedFuture(track.now())
                            : looks.look(track)));
  }

  @Override
  public CompletableFuture<SessionState> look(Key session) {
    return told(() -> looks.look(sessions.find(session)));
  }

  @Override
  public CompletableFuture<Watching> watch(Key session, Consumer<SessionState> listener) {
    OppiTrack track = sessions.track(session);
    Consumer<SessionState> mine =
        state -> listener.accept(state); // two watches of one listener end apart
    track.listeners().listen(mine);
    return told(
        () ->
            stream
                .line()
                .thenCompose(line -> line.subscribe(session.id()))
                .handle(
                    (subscribed, thrown) -> {
                      if (thrown != null) {
                        sessions.forget(track, mine);
                        throw OppiFailures.told(thrown);
                      }
                      return () -> sessions.forget(track, mine);
                    }));
  }

  @Override
  public CompletableFuture<SessionState> abort(Key session) {
    return look(session);
  }

  @Override
  public CompletableFuture<SessionState> end(Key session) {
    return told(() -> looks.stop(sessions.find(session)));
  }

  @Override
  public CompletableFuture<Void> remove(Key session) {
    return told(
        () ->
            api.delete(OppiPaths.session(session))
                .thenAccept(
                    reply -> {
                      if (!reply.isGone() && reply.status() / 100 != 2) {
                        throw failures.refused(reply);
                      }
                      sessions.drop(session);
                    }));
  }

  @Override
  public CompletableFuture<List<String>> writes(Key session) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public String toString() {
    return "OppiServer[" + api.shown() + "]";
  }

  /** Asks, and returns a future that fails with a {@link SessionException} alone. */
  private static <T> CompletableFuture<T> told(Supplier<CompletableFuture<T>> asking) {
    var out = new CompletableFuture<T>();
    try {
      var unused =
          asking
              .get()
              .whenComplete(
                  (value, thrown) -> {
                    if (thrown == null) {
                      out.complete(value);
                    } else {
                      out.completeExceptionally(OppiFailures.told(thrown));
                    }
                  });
    } catch (SessionException e) {
      out.completeExceptionally(e);
    }
    return out;
  }
}
