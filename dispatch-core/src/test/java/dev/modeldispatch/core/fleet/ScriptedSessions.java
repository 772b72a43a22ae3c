package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionState.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Sessions in memory that do what a test says, and tell what was asked of them. */
final class ScriptedSessions implements SessionServer {
  final Set<Ability> abilities = EnumSet.allOf(Ability.class);
  final Map<String, Session> sessions = new LinkedHashMap<>();
  final List<String> asked = new ArrayList<>();
  final Map<String, Deque<Failure>> failures = new LinkedHashMap<>();
  final Set<ModelTarget> unknownModels = new LinkedHashSet<>();
  Worker worker = (opening, turn) -> Status.BUSY;
  Map<String, List<String>> writes = new LinkedHashMap<>();
  private final Path folder;

  /** What an agent does with a prompt, at once; returns how its session is then. */
  interface Worker {
    Status work(Opening opening, Turn turn) throws Exception;
  }

  /** One session. */
  static final class Session {
    Status status = Status.READY;
    final List<Turn> turns = new ArrayList<>();
    final List<Consumer<SessionState>> listeners = new ArrayList<>();
    Opening opening;
    int deafToAborts;
    int deafToEnds;

    Session(Opening opening) {
      this.opening = opening;
    }
  }

  ScriptedSessions(Path folder) {
    this.folder = folder;
  }

  /** The next calls of this name fail so; then they are answered. */
  void fails(String call, FailureKind... kinds) {
    for (FailureKind kind : kinds) {
      failures
          .computeIfAbsent(call, c -> new ArrayDeque<>())
          .add(Failure.builder(kind, call + " failed.").build());
    }
  }

  Session session(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      throw new AssertionError("no session " + id);
    }
    return session;
  }

  /** The session is so from now on, and says so. */
  void becomes(String id, Status status) {
    session(id).status = status;
    List.copyOf(session(id).listeners).forEach(l -> l.accept(state(id)));
  }

  /** The session is so from now on, and nobody hears of it. */
  void becomesUnheard(String id, Status status) {
    session(id).status = status;
  }

  List<String> asked(String call) {
    return asked.stream().filter(line -> line.startsWith(call + " ")).toList();
  }

  private SessionState state(String id) {
    Session session = sessions.get(id);
    Key key = new Key(folder.toString(), id);
    return SessionState.of(key, session == null ? Status.STOPPED : session.status);
  }

  private CompletableFuture<SessionState> answer(String call, Key key) {
    return answer(call, key.id(), state(key.id()));
  }

  private <T> CompletableFuture<T> answer(String call, String subject, T value) {
    asked.add(call + " " + subject);
    Deque<Failure> next = failures.get(call);
    return next == null || next.isEmpty()
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(new SessionException(next.remove()));
  }

  @Override
  public String shown() {
    return "scripted sessions";
  }

  @Override
  public CompletableFuture<Place> place(String named) {
    if (Files.isDirectory(folder.resolve(named))) {
      Path there = folder.resolve(named).normalize();
      return answer("place", named, new Place(there.toString(), named, Optional.of(there)));
    }
    return CompletableFuture.failedFuture(
        new SessionException(
            Failure.builder(FailureKind.INVALID_REQUEST, "there is no workspace " + named + ".")
                .hint("There are: .")
                .build()));
  }

  @Override
  public CompletableFuture<Optional<Failure>> preflight(ModelTarget model) {
    return answer(
        "preflight",
        model.toString(),
        unknownModels.contains(model)
            ? Optional.of(
                Failure.builder(FailureKind.MODEL_NOT_FOUND, "nobody knows " + model + ".").build())
            : Optional.<Failure>empty());
  }

  @Override
  public Set<Ability> abilities() {
    return abilities;
  }

  @Override
  public CompletableFuture<SessionState> create(Opening opening) {
    String id = "s" + (sessions.size() + 1);
    CompletableFuture<SessionState> made =
        answer(
            "create",
            opening.name(),
            SessionState.of(new Key(opening.place().id(), id), Status.READY));
    if (!made.isCompletedExceptionally()) {
      sessions.put(id, new Session(opening));
    }
    return made;
  }

  @Override
  public CompletableFuture<SessionState> prompt(Key key, Turn turn) {
    CompletableFuture<SessionState> taken = answer("prompt", key);
    Session session = session(key.id());
    if (!taken.isCompletedExceptionally()
        && session.turns.stream().noneMatch(t -> t.id().equals(turn.id()))) {
      session.turns.add(turn);
      session.status = work(session.opening, turn);
    }
    return taken;
  }

  private Status work(Opening opening, Turn turn) {
    try {
      return worker.work(opening, turn);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public CompletableFuture<SessionState> look(Key key) {
    return answer("look", key);
  }

  @Override
  public CompletableFuture<Watching> watch(Key key, Consumer<SessionState> listener) {
    Session session = sessions.get(key.id());
    if (session != null) {
      session.listeners.add(listener);
    }
    return answer(
        "watch",
        key.id(),
        () -> {
          if (session != null) {
            session.listeners.remove(listener);
          }
        });
  }

  @Override
  public CompletableFuture<SessionState> abort(Key key) {
    Session session = session(key.id());
    if (session.deafToAborts-- <= 0) {
      session.status = Status.READY;
    }
    return answer("abort", key);
  }

  @Override
  public CompletableFuture<SessionState> end(Key key) {
    Session session = session(key.id());
    if (session.deafToEnds-- <= 0) {
      session.status = Status.STOPPED;
    }
    return answer("end", key);
  }

  @Override
  public CompletableFuture<Void> remove(Key key) {
    sessions.remove(key.id());
    return answer("remove", key).thenApply(state -> null);
  }

  @Override
  public CompletableFuture<List<String>> writes(Key key) {
    return answer("writes", key.id(), writes.getOrDefault(key.id(), List.of()));
  }

  @Override
  public void close() {
    asked.add("close -");
  }
}
