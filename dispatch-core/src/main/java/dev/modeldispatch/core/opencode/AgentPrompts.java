package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.opencode.OpencodeSessions.At;
import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import dev.modeldispatch.core.opencode.OpencodeSessions.Worker;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a session's prompts, each once.
 *
 * <p>Between threads: all that changes is guarded by the session, and the server is called without
 * its lock. A prompt goes when the answer to the one before it has begun, or its turn has ended:
 * only so it can be told whether one has arrived of which no answer came.
 */
final class AgentPrompts {
  private final AgentSession session;
  private final AgentTurn turn;
  private final OpencodeSessions server;
  private final ServerApi api;
  private final At at;
  private final Worker worker;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> doubtful = new HashMap<>();
  private volatile List<String> text = List.of();
  private boolean sending;
  private boolean fresh;

  AgentPrompts(
      AgentSession session,
      AgentTurn turn,
      OpencodeSessions server,
      ServerApi api,
      At at,
      Worker worker) {
    this.session = session;
    this.turn = turn;
    this.server = server;
    this.api = api;
    this.at = at;
    this.worker = worker;
  }

  /** {@return what was said last, which must not come back in a message} */
  List<String> text() {
    return text;
  }

  /** The session was made here, so it is known to have no prompt. */
  void fresh() {
    synchronized (session) {
      fresh = true;
    }
  }

  boolean isSending() {
    synchronized (session) {
      return sending;
    }
  }

  boolean isEmpty() {
    synchronized (session) {
      return !sending && waiting.isEmpty();
    }
  }

  CompletableFuture<Status> add(String id, String said) {
    var done = new CompletableFuture<Status>();
    synchronized (session) {
      waiting.add(() -> send(id, said, done));
    }
    next();
    return done;
  }

  /** Sends the next one, if it may go. */
  void next() {
    Runnable first;
    synchronized (session) {
      first = sending || turn.isAwaited() ? null : waiting.poll();
      sending |= first != null;
    }
    if (first != null) {
      first.run();
    }
  }

  private void send(String id, String said, CompletableFuture<Status> done) {
    session.listen();
    boolean isFirst;
    synchronized (session) {
      isFirst = fresh && !session.isEnded();
      fresh = false;
    }
    if (isFirst) {
      post(id, said, "", done);
      return;
    }
    var unused =
        AgentLook.at(api, at.id(), OpencodeSessions.ASK)
            .thenAccept(
                look -> {
                  Optional<Failure> no =
                      look.broken().or(() -> takesNone(look) ? noSuchSession() : Optional.empty());
                  if (no.isPresent()) {
                    refused(done, no.get());
                  } else if (isTaken(id, look)) {
                    repeated(id, done);
                  } else {
                    post(id, said, look.prompt(), done);
                  }
                });
  }

  private boolean takesNone(AgentLook look) {
    return look.gone() || look.isArchived() || session.isEnded();
  }

  private Optional<Failure> noSuchSession() {
    return Optional.of(Problems.noSuchSession(api.shown()));
  }

  /** Whether this prompt was taken before; in doubt it was if there is one that was not there. */
  private boolean isTaken(String id, AgentLook look) {
    synchronized (session) {
      String before = doubtful.remove(id);
      if (before == null || before.equals(look.prompt())) {
        return taken.contains(id);
      }
      turn.begin(before);
      return true;
    }
  }

  private void post(String id, String said, String lastPrompt, CompletableFuture<Status> done) {
    AgentTurn.Before before;
    synchronized (session) {
      before = turn.begin(lastPrompt);
      text = List.of(said);
    }
    var body = AgentWords.prompt(worker, server.options(), said);
    var unused =
        api.post("/session/" + at.id() + "/prompt_async", body, OpencodeSessions.ASK)
            .thenAccept(
                answer -> {
                  if (answer.isFine()) {
                    sent(id, done);
                    return;
                  }
                  synchronized (session) {
                    turn.takeBack(before);
                    if (answer.broken().isPresent() && answer.sent() != Attempt.Sent.NO) {
                      doubtful.put(id, lastPrompt);
                    }
                  }
                  refused(done, Problems.notTaken(api.shown(), answer));
                });
  }

  private void sent(String id, CompletableFuture<Status> done) {
    synchronized (session) {
      sending = false;
      taken.add(id);
      turn.taken(worker.model(), server.resources().clock().instant());
    }
    done.complete(session.taken());
  }

  private void repeated(String id, CompletableFuture<Status> done) {
    synchronized (session) {
      sending = false;
      taken.add(id);
    }
    var unused =
        session
            .look()
            .whenComplete(
                (status, thrown) -> {
                  if (thrown == null) {
                    done.complete(status);
                  } else {
                    done.completeExceptionally(AgentSession.trouble(thrown));
                  }
                });
  }

  private void refused(CompletableFuture<Status> done, Failure why) {
    synchronized (session) {
      sending = false;
    }
    done.completeExceptionally(new OpencodeTrouble(why));
    session.goOn();
  }
}
