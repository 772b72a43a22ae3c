package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Agent sessions of an opencode session server: they may use its tools, in a directory of theirs,
 * and nobody is asked. Thread-safe.
 *
 * <p>All tools work but for paths outside of the directory, questions and {@code .env} files; that
 * is the server's own rule, no sandbox: a shell command can hide a path from it. Futures fail with
 * an {@link OpencodeTrouble}.
 */
public final class OpencodeSessions implements AutoCloseable {
  static final Duration ASK = Duration.ofSeconds(30);
  private static final Duration CREATE = Duration.ofSeconds(30);

  private final OpencodeOptions options;
  private final Resources resources;
  private final FailureRules rules;
  private final ServerApi api;
  private final Health health;
  private final Catalog catalog;
  private final ServerEvents events;
  private final Map<String, AgentSession> sessions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private OpencodeSessions(
      OpencodeOptions options, HttpTransport transport, Resources resources, FailureRules rules) {
    this.options = options;
    this.resources = resources;
    this.rules = rules;
    this.api = new ServerApi(options, transport, resources);
    this.health = new Health(api);
    this.catalog = new Catalog(api, health, resources);
    this.events = new ServerEvents(api, resources);
  }

  /** Returns the sessions of this server; nothing is sent before the first call. */
  @SuppressWarnings("exports") // for the rooms that hand in their own threads
  public static OpencodeSessions open(
      OpencodeOptions options, HttpTransport transport, Resources resources, FailureRules rules) {
    return new OpencodeSessions(options, transport, resources, rules);
  }

  /**
   * Where a session is.
   *
   * @param directory it works in
   * @param id its own
   */
  public record At(String directory, String id) {}

  /** What a session does. */
  public enum Doing {
    /** It took a prompt that it has not begun. */
    TAKEN,
    /** It works, or waits to ask the model again. */
    BUSY,
    /** Every prompt that it took from here has ended. */
    IDLE,
    /** It is being ended. */
    ENDING,
    /** It is archived, or gone. */
    ENDED,
    /** Its server does not answer. */
    LOST
  }

  /**
   * How a session is.
   *
   * @param at where it is
   * @param doing what it does
   * @param usage what it has used so far
   * @param failure why its last turn failed, or why nothing is known of it
   */
  public record Status(At at, Doing doing, Usage usage, Optional<Failure> failure) {}

  /**
   * Who works in a session.
   *
   * @param model the model; empty: the one of the last prompt, or the server's default
   * @param variant the model's variant; empty: the options' one
   */
  public record Worker(Optional<ModelTarget> model, Optional<String> variant) {}

  /** {@return the server's address, for messages} */
  public String shown() {
    return api.shown();
  }

  /** Returns why a model cannot be asked; empty if it can, or if the server does not tell. */
  public CompletableFuture<Optional<Failure>> preflight(ModelTarget model) {
    return catalog.preflight(model);
  }

  /** Makes a session; who works in it is remembered here, not at the server. */
  public CompletableFuture<Status> create(String directory, String title, Worker worker) {
    var body = AgentWords.session(title);
    return ready()
        .thenCompose(fine -> api.in(directory).post("/session", body, CREATE))
        .thenApply(
            answer -> {
              String id = answer.json().map(j -> j.path("id").asText("")).orElse("");
              if (!answer.isFine() || !isSessionId(id)) {
                throw new OpencodeTrouble(Problems.noSession(api.shown(), answer));
              }
              var session = new AgentSession(this, new At(directory, id), worker);
              sessions.put(id, session);
              return session.fresh();
            });
  }

  /**
   * Prompts a session, busy or not; a prompt that comes while it works is taken up by the turn that
   * runs. One that was taken under this id before is not sent again.
   */
  public CompletableFuture<Status> prompt(At at, String turn, String text) {
    return session(at).thenCompose(s -> ready().thenCompose(fine -> s.prompt(turn, text)));
  }

  /** Looks how a session is. */
  public CompletableFuture<Status> look(At at) {
    return session(at).thenCompose(AgentSession::glance);
  }

  /** Tells the listener each change from now on; running what is returned ends that. */
  public CompletableFuture<Runnable> watch(At at, Consumer<Status> listener) {
    return session(at)
        .thenCompose(
            s -> {
              Runnable end = s.watch(listener);
              return ready()
                  .thenApply(fine -> end)
                  .whenComplete(
                      (fine, thrown) -> {
                        if (thrown != null) {
                          end.run();
                        }
                      });
            });
  }

  /** Ends what a session does; it may take a while until it rests. */
  public CompletableFuture<Status> abort(At at) {
    return session(at).thenCompose(AgentSession::abort);
  }

  /** Ends a session: aborted until it rests, at most 10 s, then archived. */
  public CompletableFuture<Status> end(At at) {
    return session(at).thenCompose(AgentSession::end);
  }

  /** Deletes a session that rests; deleting one that works leaves calls open at the server. */
  public CompletableFuture<Void> remove(At at) {
    return session(at)
        .thenCompose(AgentSession::remove)
        .thenRun(
            () -> {
              var gone = sessions.remove(at.id());
              if (gone != null) {
                gone.forget();
              }
            });
  }

  /** Returns the files that its tools wrote, within the directory relative to it. */
  public CompletableFuture<List<String>> writes(At at) {
    return session(at).thenCompose(AgentSession::writes);
  }

  private CompletableFuture<AgentSession> session(At at) {
    if (closed) {
      return CompletableFuture.failedFuture(new OpencodeTrouble(Problems.closed()));
    }
    if (!isSessionId(at.id())) {
      return CompletableFuture.failedFuture(
          new OpencodeTrouble(Problems.notASession(api.shown(), "session id without ses_")));
    }
    var none = new Worker(Optional.empty(), Optional.empty());
    return CompletableFuture.completedFuture(
        sessions.computeIfAbsent(at.id(), id -> new AgentSession(this, at, none)));
  }

  /** Returns when the server is healthy and its events are heard; fails if not. */
  private CompletableFuture<Void> ready() {
    if (events.isOpen()) {
      return CompletableFuture.completedFuture(null);
    }
    return health
        .check()
        .thenCompose(
            problem ->
                problem.isPresent() ? CompletableFuture.completedFuture(problem) : events.ready())
        .thenAccept(
            problem ->
                problem.ifPresent(
                    why -> {
                      throw new OpencodeTrouble(why);
                    }));
  }

  private static boolean isSessionId(String id) {
    return id.matches("ses_[A-Za-z0-9]{1,100}");
  }

  OpencodeOptions options() {
    return options;
  }

  Resources resources() {
    return resources;
  }

  FailureRules rules() {
    return rules;
  }

  ServerApi api() {
    return api;
  }

  ServerEvents events() {
    return events;
  }

  boolean isClosed() {
    return closed;
  }

  /** Stops listening; the sessions stay as they are. */
  @Override
  public void close() {
    closed = true;
    sessions.values().forEach(AgentSession::forget);
    events.close();
  }
}
