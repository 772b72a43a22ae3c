package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.RemoteText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One prompt in one session of the server.
 *
 * <pre>
 * QUEUED -> CHECKING (ready? connected?) -> OPENING -> TURN -> PROMPTING -> ENDED
 * </pre>
 *
 * <p>Between threads: the phase changes under this object's lock, and ENDED is reached once: by the
 * answer, by what the events show, or by the engine's abort. Whoever ends a phase gives back what
 * that phase holds; a continuation that finds ENDED does the same for what it has just got. The
 * server is called without the lock. A run that ends by itself says farewell to its session before
 * the result, for at most 1 s; an aborted one behind it.
 */
final class SessionRun {
  private static final Duration CREATE = Duration.ofSeconds(30);
  private static final Duration ERROR_EVENT_LAG = Duration.ofMillis(250);
  private static final Duration LOOK_UP = Duration.ofSeconds(1);
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private enum Phase {
    QUEUED,
    CHECKING,
    OPENING,
    TURN,
    PROMPTING,
    ENDED
  }

  private final OpencodeConnector server;
  private final Call call;
  private final RemoteText filter;
  private final Runnable onPlace = this::check;
  private final Runnable onTurn = this::prompt;
  private Phase phase = Phase.QUEUED;
  private String session = "";
  private @Nullable RunEvents events;
  private ServerApi.@Nullable LongCall prompting;

  SessionRun(OpencodeConnector server, Call call) {
    this.server = server;
    this.call = call;
    Prompt prompt = call.prompt();
    List<String> sent = new ArrayList<>();
    sent.add(prompt.text());
    prompt.system().ifPresent(sent::add);
    prompt.jsonSchema().ifPresent(sent::add);
    this.filter = RemoteText.filter(server.api().secrets(), sent);
  }

  void begin() {
    if (call.prompt().session().id().filter(id -> !isSessionId(id)).isPresent()) {
      call.settle(
          unsent(Problems.notASession(server.api().shown(), "session id without ses_")).build());
      return;
    }
    call.onAbort(this::abort);
    if (server.gate().enter(onPlace)) {
      check();
    } else {
      call.queued("a place at the opencode server (" + server.places() + " at a time)");
    }
  }

  private void check() {
    if (!moveTo(Phase.CHECKING)) {
      server.gate().leave();
      return;
    }
    call.dequeued();
    var unused =
        server
            .ready()
            .thenAccept(
                problem -> {
                  if (problem.isPresent()) {
                    finish(unsent(problem.get()));
                  } else if (!isEnded()) {
                    preflight();
                  }
                });
  }

  private void preflight() {
    var unused =
        server
            .catalog()
            .preflight(call.target())
            .thenAccept(
                problem -> {
                  if (problem.isPresent()) {
                    finish(unsent(problem.get()));
                  } else if (moveTo(Phase.OPENING)) {
                    open();
                  }
                });
  }

  private void open() {
    Optional<String> earlier = call.prompt().session().id();
    if (earlier.isPresent()) {
      enter(earlier.get());
      return;
    }
    var unused =
        server
            .api()
            .post("/session", Requests.session(call.target(), call.prompt()), CREATE)
            .thenAccept(this::opened);
  }

  private void opened(ServerAnswer answer) {
    String id = answer.json().map(j -> j.path("id").asText("")).orElse("");
    if (!answer.isFine() || !isSessionId(id)) {
      if (isEnded()) {
        server.gate().leave();
      }
      finish(unsent(Problems.noSession(server.api().shown(), answer)));
      return;
    }
    if (mode() == Session.Mode.KEPT) {
      call.kept(Session.continued(id));
    }
    enter(id);
  }

  private void enter(String id) {
    boolean free;
    synchronized (this) {
      session = id;
      free = server.turns().enter(id, onTurn);
      if (!free && phase != Phase.ENDED) {
        phase = Phase.TURN;
      }
    }
    if (free) {
      prompt();
    } else if (isEnded()) {
      abandonTurn();
    } else {
      call.queued("the prompt that runs in the same session");
    }
  }

  /** For the one whose turn it is: it holds a place and the session. */
  private void prompt() {
    call.dequeued();
    var listener = new RunEvents(server, this, session, call, filter);
    ServerApi.LongCall sent = null;
    synchronized (this) {
      if (phase != Phase.ENDED) {
        phase = Phase.PROMPTING;
        events = listener;
        server.events().listen(session, listener);
        sent =
            server
                .api()
                .prompt(
                    Requests.path(session, server.options()),
                    Requests.body(call.target(), call.prompt(), server.options()),
                    this::sending);
        prompting = sent;
      }
    }
    if (sent == null) {
      var unused = server.farewell().say(session, Optional.empty(), deletes()).thenRun(this::leave);
    } else {
      var unused = sent.answer().thenAccept(answer -> replied(listener, answer));
    }
  }

  private boolean sending() {
    call.sending();
    return !call.isOver();
  }

  private void replied(RunEvents listener, ServerAnswer answer) {
    Optional<JsonNode> message = answer.json().filter(MessageReader::isMessage);
    if (answer.isFine() && message.isPresent()) {
      answered(message.get());
    } else if (answer.broken().isPresent()) {
      finish(Reply.failure(answer.broken().get()).sent(answer.sent()));
    } else {
      // The reason is in an event, which can come a little later than the answer.
      var unused = server.resources().after(ERROR_EVENT_LAG, () -> unanswered(listener, answer));
    }
  }

  /** No message came. Older servers say nothing of a session that they do not have. */
  private void unanswered(RunEvents listener, ServerAnswer answer) {
    if (call.prompt().session().id().isEmpty() || answer.json().isPresent()) {
      finish(listener.read(answer));
      return;
    }
    var unused =
        server
            .api()
            .get("/session/" + session, LOOK_UP)
            .thenAccept(
                found ->
                    finish(
                        found.status() == 404
                            ? Reply.failure(Problems.notASession(server.api().shown(), "404"))
                            : listener.read(answer)));
  }

  /** The prompt's message is there. */
  void answered(JsonNode message) {
    RunEvents listener = events;
    if (listener != null && !isEnded()) {
      Reply.Builder reply = listener.read(message);
      Requests.ignored(call.prompt(), server.options()).forEach(reply::note);
      finish(reply);
    }
  }

  /** Ends the run by itself: farewell first, then the result. */
  void finish(Reply.Builder reply) {
    Phase was = end();
    if (was == Phase.ENDED) {
      return; // loses to the first end
    }
    if (was != Phase.PROMPTING) {
      server.gate().leave();
      call.settle(reply.build());
      return;
    }
    var once = new AtomicBoolean();
    var late = server.resources().after(FAREWELL, () -> settle(once, reply, false));
    var unused =
        server
            .farewell()
            .say(session, stillRunning(), deletes())
            .thenAccept(
                clean -> {
                  late.cancel(false);
                  settle(once, reply, clean);
                  leave();
                });
  }

  private void settle(AtomicBoolean once, Reply.Builder reply, boolean clean) {
    if (!once.compareAndSet(false, true)) {
      return;
    }
    if (deletes() == Farewell.Delete.NO) {
      reply.session(Session.continued(session));
    } else if (!clean) {
      reply.note("Session cleanup failed (non-critical).");
    }
    Reply ready = reply.build();
    RunEvents listener = events;
    if (listener != null) {
      // Events come a little later than the answer: they were heard until now.
      server.events().forget(session, listener);
      listener.tellRest(ready);
    }
    call.settle(ready);
  }

  /** The engine has ended the dispatch: the result is out, and the farewell goes on behind it. */
  private void abort() {
    Phase was = end();
    RunEvents listener = events;
    if (listener != null) {
      server.events().forget(session, listener);
    }
    switch (was) {
      case QUEUED -> server.gate().withdraw(onPlace); // or else check() finds ENDED
      case CHECKING -> server.gate().leave();
      case TURN -> abandonTurn();
      case PROMPTING -> {
        var unused = server.farewell().say(session, stillRunning(), deletes()).thenRun(this::leave);
      }
      case OPENING, ENDED -> {
        // The session is being made and finds ENDED, or there is nothing left to end.
      }
    }
  }

  private void abandonTurn() {
    if (server.turns().withdraw(session, onTurn)) {
      server.gate().leave();
    }
  }

  private void leave() {
    server.turns().leave(session);
    server.gate().leave();
  }

  private Optional<ServerApi.LongCall> stillRunning() {
    return Optional.ofNullable(prompting).filter(p -> !p.answer().isDone());
  }

  private synchronized boolean moveTo(Phase next) {
    if (phase == Phase.ENDED) {
      return false;
    }
    phase = next;
    return true;
  }

  /** Ends the run; returns the phase that it was in. */
  private synchronized Phase end() {
    Phase was = phase;
    phase = Phase.ENDED;
    return was;
  }

  synchronized boolean isEnded() {
    return phase == Phase.ENDED;
  }

  private Session.Mode mode() {
    return call.prompt().session().mode();
  }

  private Farewell.Delete deletes() {
    return mode() == Session.Mode.FRESH || mode() == Session.Mode.CONTINUED_THEN_CLOSED
        ? Farewell.Delete.YES
        : Farewell.Delete.NO;
  }

  private static boolean isSessionId(String id) {
    return id.matches("ses_[A-Za-z0-9]{1,100}");
  }

  private static Reply.Builder unsent(Failure failure) {
    return Reply.failure(failure).sent(Attempt.Sent.NO).usage(Usage.none());
  }
}
