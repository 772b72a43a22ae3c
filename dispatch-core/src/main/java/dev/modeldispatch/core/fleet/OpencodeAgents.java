package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.opencode.OpencodeSessions;
import dev.modeldispatch.core.opencode.OpencodeTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The plug to an opencode session server on this machine. A workspace is a folder; a turn that
 * fails leaves its session ready, with the reason. Thread-safe.
 */
final class OpencodeAgents implements SessionServer {
  private final OpencodeSessions sessions;
  private final Optional<String> standard;

  /**
   * Makes the plug.
   *
   * @param sessions at the server; closed with this
   * @param standard the folder that is meant when none is named
   */
  OpencodeAgents(OpencodeSessions sessions, Optional<String> standard) {
    this.sessions = sessions;
    this.standard = standard;
  }

  @Override
  public String shown() {
    return "opencode at " + sessions.shown();
  }

  @Override
  public CompletableFuture<Place> place(String named) {
    boolean unnamed = named.isBlank() || named.equals(".");
    String folder = unnamed ? standard.orElse(".") : named;
    try {
      Path real = Path.of(folder).toRealPath();
      if (Files.isDirectory(real)) {
        String name = Optional.ofNullable(real.getFileName()).orElse(real).toString();
        return CompletableFuture.completedFuture(
            new Place(real.toString(), name, Optional.of(real)));
      }
      return CompletableFuture.failedFuture(noFolder(folder, "no directory"));
    } catch (IOException | InvalidPathException e) {
      return CompletableFuture.failedFuture(noFolder(folder, e.getClass().getSimpleName()));
    }
  }

  /** The server takes any directory, and fails only when it is prompted. */
  private static SessionException noFolder(String folder, String why) {
    return new SessionException(
        Failure.builder(
                FailureKind.INVALID_REQUEST,
                Misuse.quote(folder) + " is no folder on this machine.")
            .hint("Over opencode a workspace is a folder; name one that exists.")
            .evidence(why)
            .build());
  }

  @Override
  public CompletableFuture<Optional<Failure>> preflight(ModelTarget model) {
    return told(sessions.preflight(model));
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public CompletableFuture<SessionState> create(Opening opening) {
    Optional<String> variant =
        opening
            .thinking()
            .filter(level -> level != SessionOrder.Thinking.OFF)
            .map(SessionOrder.Thinking::code);
    var worker = new OpencodeSessions.Worker(opening.model(), variant);
    return states(sessions.create(opening.place().id(), opening.name(), worker));
  }

  @Override
  public CompletableFuture<SessionState> prompt(Key session, Turn turn) {
    return states(sessions.prompt(at(session), turn.id(), turn.text()));
  }

  @Override
  public CompletableFuture<SessionState> look(Key session) {
    return states(sessions.look(at(session)));
  }

  @Override
  public CompletableFuture<Watching> watch(Key session, Consumer<SessionState> listener) {
    return told(
        sessions
            .watch(at(session), status -> listener.accept(state(status)))
            .thenApply(end -> end::run));
  }

  @Override
  public CompletableFuture<SessionState> abort(Key session) {
    return states(sessions.abort(at(session)));
  }

  @Override
  public CompletableFuture<SessionState> end(Key session) {
    return states(sessions.end(at(session)));
  }

  @Override
  public CompletableFuture<Void> remove(Key session) {
    return told(sessions.remove(at(session)));
  }

  @Override
  public CompletableFuture<List<String>> writes(Key session) {
    return told(sessions.writes(at(session)));
  }

  @Override
  public void close() {
    sessions.close();
  }

  private static OpencodeSessions.At at(Key session) {
    return new OpencodeSessions.At(session.workspace(), session.id());
  }

  private static CompletableFuture<SessionState> states(
      CompletableFuture<OpencodeSessions.Status> status) {
    return told(status.thenApply(OpencodeAgents::state));
  }

  private static SessionState state(OpencodeSessions.Status status) {
    var key = new Key(status.at().directory(), status.at().id());
    var doing =
        switch (status.doing()) {
          case TAKEN -> SessionState.Status.STARTING;
          case BUSY -> SessionState.Status.BUSY;
          case IDLE -> SessionState.Status.READY;
          case ENDING -> SessionState.Status.STOPPING;
          case ENDED -> SessionState.Status.STOPPED;
          case LOST -> SessionState.Status.ERROR;
        };
    return new SessionState(key, doing, status.usage(), status.failure());
  }

  /** What the server's room tells as its trouble is told as the fleet's. */
  private static <T> CompletableFuture<T> told(CompletableFuture<T> theirs) {
    return theirs.exceptionallyCompose(
        thrown -> {
          Throwable cause =
              thrown instanceof CompletionException && thrown.getCause() != null
                  ? thrown.getCause()
                  : thrown;
          return CompletableFuture.failedFuture(
              cause instanceof OpencodeTrouble trouble
                  ? new SessionException(trouble.failure())
                  : cause);
        });
  }
}
