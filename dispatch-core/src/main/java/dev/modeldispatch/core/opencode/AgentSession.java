package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.opencode.OpencodeSessions.At;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import dev.modeldispatch.core.opencode.OpencodeSessions.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's session, as it is seen from here.
 *
 * <p>Between threads: what is known changes under this object's lock; the server and the listeners
 * are called without it. Looks follow each other, so that an older one never undoes a newer one;
 * who asks while one runs shares the next. Events only cause looks; a look each heartbeat, while a
 * turn runs, makes up for events that do not come.
 */
final class AgentSession implements ServerEvents.SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(AgentSession.class);
  private static final Duration SWALLOWED = Duration.ofMillis(30_050);

  private final OpencodeSessions server;
  private final At at;
  private final ServerApi api;
  private final AgentAsks asks;
  private final AgentTurn turn;
  private final Patience patience;
  private final AgentWatchers watchers = new AgentWatchers();
  private final AgentLooks looks;
  private final AgentPrompts prompts;
  private Doing seen = Doing.IDLE;
  private boolean polling;
  private boolean ending;
  private boolean ended;
  private boolean forgotten;

  AgentSession(OpencodeSessions server, At at, Worker worker) {
    this.server = server;
    this.at = at;
    this.api = server.api().in(at.directory());
    this.asks = new AgentAsks(server.events(), api, at.id(), this::rejected);
    this.turn =
        new AgentTurn(
            target ->
                new ServerErrors(
                    target,
                    RemoteText.filter(server.api().secrets(), sent()),
                    server.rules(),
                    now()));
    this.patience =
        new Patience(server.resources().clock(), server.options().heartbeat().multipliedBy(2));
    this.looks = new AgentLooks(api, at.id(), this::looked);
    this.prompts = new AgentPrompts(this, turn, server, api, at, worker);
  }

  private List<String> sent() {
    return prompts.text();
  }

  /** {@return how it is when it has just been made} */
  Status fresh() {
    var status = new Status(at, Doing.IDLE, Usage.none(), Optional.empty());
    watchers.known(status);
    prompts.fresh();
    return status;
  }

  /**
   * Says how it is. While a turn has begun and the server tells what happens, that is known; its
   * end would have been told, or is seen by the look of the next heartbeat.
   */
  CompletableFuture<Status> glance() {
    synchronized (this) {
      boolean goesOn = turn.isOpen() && !turn.isAwaited() && !ending && !ended;
      if (goesOn && seen != Doing.LOST && server.events().isOpen()) {
        return CompletableFuture.completedFuture(running());
      }
    }
    return look();
  }

  private Status running() {
    Doing doing = turn.isAwaited() ? Doing.TAKEN : Doing.BUSY;
    return new Status(at, doing, looks.usage(), Optional.empty());
  }

  /** Looks at the session, after the look that may be running. */
  CompletableFuture<Status> look() {
    return looks.next();
  }

  /** Takes in what was seen. */
  private Status looked(AgentLook look) {
    Status status;
    Optional<Failure> mustEnd;
    synchronized (this) {
      var unused = patience.isOver(true);
      turn.waits(look.status(), now());
      status = judge(look);
      mustEnd = turn.mustEnd();
    }
    mustEnd.ifPresent(
        why -> {
          var unused = postAbort();
        });
    watchers.tell(status);
    goOn();
    poll();
    return status;
  }

  private Status judge(AgentLook look) {
    Doing doing = turn.judge(look, now());
    seen = doing;
    if (ended && doing == Doing.IDLE) {
      doing = Doing.ENDED;
    } else if (ending && doing != Doing.ENDED) {
      doing = Doing.ENDING;
    }
    return new Status(at, doing, looks.usage(), turn.failure());
  }

  /** Tells the listener each change; running what is returned ends that. */
  Runnable watch(Consumer<Status> listener) {
    var watcher = watchers.add(listener);
    listen();
    return () -> {
      watchers.remove(watcher);
      forgetIfIdle();
    };
  }

  /** Sends a prompt, after those that came before. */
  CompletableFuture<Status> prompt(String id, String text) {
    return prompts.add(id, text);
  }

  /** Something has changed: the next prompt may go, or there is nothing more to hear. */
  void goOn() {
    prompts.next();
    forgetIfIdle();
  }

  /** A prompt was taken: it is looked after until its turn ends. */
  Status taken() {
    Status status;
    synchronized (this) {
      status = running();
    }
    watchers.tell(status);
    poll();
    later(SWALLOWED, this::refresh);
    if (!server.events().isOpen()) {
      refresh(); // else it is told what becomes of it
    }
    return status;
  }

  synchronized boolean isEnded() {
    return ended || ending;
  }

  CompletableFuture<Status> abort() {
    return postAbort().thenCompose(answer -> look());
  }

  CompletableFuture<ServerAnswer> postAbort() {
    synchronized (this) {
      turn.aborting();
    }
    return api.post("/session/" + at.id() + "/abort", Json.object(), OpencodeSessions.ASK);
  }

  CompletableFuture<Status> end() {
    synchronized (this) {
      ending = true;
    }
    return new AgentEnd(this, api, at.id(), server.resources())
        .run()
        .whenComplete(
            (fine, thrown) -> {
              synchronized (this) {
                ending = false;
                ended |= thrown == null;
              }
              if (thrown != null) {
                refresh(); // it is no longer being ended
              }
            })
        .thenCompose(fine -> look());
  }

  /** Looks, and says what it does in spite of its being ended. */
  CompletableFuture<Doing> lookBehindEnding() {
    return look().thenApply(status -> prompts.isSending() ? Doing.BUSY : seen());
  }

  private synchronized Doing seen() {
    return seen;
  }

  CompletableFuture<Void> remove() {
    return look()
        .thenCompose(
            status -> {
              if (status.doing() != Doing.IDLE && status.doing() != Doing.ENDED) {
                throw new OpencodeTrouble(
                    Problems.stillWorks(api.shown(), "it was not deleted; end it first"));
              }
              return api.delete("/session/" + at.id(), OpencodeSessions.ASK);
            })
        .thenAccept(
            answer -> {
              if (!answer.isFine() && answer.status() != 404) {
                throw new OpencodeTrouble(Problems.notDone(api.shown(), "deleted", answer));
              }
            });
  }

  CompletableFuture<List<String>> writes() {
    return new AgentFiles(api, at).all();
  }

  @Override
  public void event(String type, JsonNode properties) {
    switch (type) {
      case "message.updated" -> message(properties.path("info"));
      case "message.part.updated" -> part(properties.path("part"));
      case "session.error" -> error(properties.path("error"));
      case "session.status" -> status(properties.path("status"));
      case "session.idle", "session.updated", "session.deleted" -> refresh();
      default -> asks.event(type, properties);
    }
  }

  /** That a turn goes on needs no look. */
  private void status(JsonNode told) {
    if (told.path("type").asText("").equals("busy") && goesOn()) {
      watchers.tell(new Status(at, Doing.BUSY, looks.usage(), Optional.empty()));
    } else {
      refresh();
    }
  }

  private synchronized boolean goesOn() {
    if (!turn.isOpen() || ending || ended) {
      return false;
    }
    turn.works();
    seen = Doing.BUSY;
    return true;
  }

  private void message(JsonNode info) {
    boolean loops;
    boolean wasAwaited;
    synchronized (this) {
      wasAwaited = turn.isAwaited();
      loops = turn.message(info);
      wasAwaited &= !turn.isAwaited();
    }
    if (loops) {
      var unused = postAbort();
      refresh();
    } else if (wasAwaited) {
      goOn();
    }
  }

  private synchronized void part(JsonNode part) {
    turn.part(part);
  }

  private void error(JsonNode error) {
    synchronized (this) {
      turn.error(error);
    }
    refresh();
  }

  private synchronized void rejected(String what) {
    turn.rejected(what);
  }

  @Override
  public void missed() {
    asks.lookForMissed();
    refresh();
  }

  @Override
  public void serverLost(Failure failure) {
    refresh();
  }

  private void refresh() {
    var unused = look().exceptionally(thrown -> silent(trouble(thrown).failure()));
  }

  /** The server did not answer: for two heartbeats, and it is lost until it does. */
  private Status silent(Failure why) {
    Status lost;
    synchronized (this) {
      lost = new Status(at, Doing.LOST, looks.usage(), Optional.of(why));
      if (!patience.isOver(false) || forgotten || seen == Doing.LOST) {
        return lost;
      }
      seen = Doing.LOST;
    }
    watchers.tell(lost);
    return lost;
  }

  /** Looks again after each heartbeat, as long as something is to come. */
  private void poll() {
    synchronized (this) {
      boolean watched = seen == Doing.BUSY && !watchers.isEmpty();
      if (polling || forgotten || !(turn.isOpen() || watched)) {
        return;
      }
      polling = true;
    }
    later(
        server.options().heartbeat(),
        () -> {
          synchronized (this) {
            polling = false;
          }
          asks.lookForMissed();
          refresh();
          poll();
        });
  }

  private void later(Duration wait, Runnable step) {
    if (server.isClosed()) {
      return;
    }
    try {
      var unused = server.resources().after(wait, step);
    } catch (RejectedExecutionException e) {
      LOG.trace("closing; session {} is not looked at again", at.id());
    }
  }

  synchronized void listen() {
    forgotten = false;
    server.events().listen(at.id(), this);
  }

  private synchronized void forgetIfIdle() {
    if (!turn.isOpen() && prompts.isEmpty() && watchers.isEmpty()) {
      asks.forget();
      server.events().forget(at.id(), this);
    }
  }

  /** Hears nothing more. */
  synchronized void forget() {
    forgotten = true;
    watchers.clear();
    asks.forget();
    server.events().forget(at.id(), this);
  }

  private Instant now() {
    return server.resources().clock().instant();
  }

  static OpencodeTrouble trouble(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof OpencodeTrouble)) {
      cause = cause.getCause();
    }
    return cause instanceof OpencodeTrouble known
        ? known
        : new OpencodeTrouble(Problems.unexpected(cause));
  }
}
