package dev.modeldispatch.core.opencode;

import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a session behind as it should be: the work aborted, since the server does not notice a
 * closed socket; the call ended or its socket closed; the session deleted, which hangs the server's
 * call if it comes first. At most 1 s + 1.5 s + 1 s, in the background.
 */
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  private static final Duration ABORT = Duration.ofMillis(750);
  private static final Duration CALL_ENDS = Duration.ofMillis(1_250);
  private static final Duration DELETE = Duration.ofSeconds(1);

  private final ServerApi api;
  private final Resources resources;
  private final Map<Object, CompletableFuture<Boolean>> pending = new ConcurrentHashMap<>();

  Farewell(ServerApi api, Resources resources) {
    this.api = api;
    this.resources = resources;
  }

  /**
   * Says farewell; returns whether the session is as it should be.
   *
   * @param session its id
   * @param running the prompt that still runs in it
   * @param delete whether it goes
   */
  CompletableFuture<Boolean> say(
      String session, Optional<ServerApi.LongCall> running, Delete delete) {
    var done = new CompletableFuture<Boolean>();
    var key = new Object();
    pending.put(key, done);
    var unused = done.whenComplete((clean, thrown) -> pending.remove(key));
    if (running.isEmpty()) {
      delete(session, delete, done);
      return done;
    }
    var call = running.get();
    var aborted =
        api.post("/session/" + session + "/abort", Json.object(), ABORT)
            .thenRun(() -> cutIfItStays(call));
    var ended = call.answer().thenAccept(answer -> delete(session, delete, done));
    LOG.trace("aborting {} ({} {})", session, aborted.isDone(), ended.isDone());
    return done;
  }

  /** Whether a session goes with its prompt. */
  enum Delete {
    /** It goes. */
    YES,
    /** It stays for the next prompt. */
    NO
  }

  private void cutIfItStays(ServerApi.LongCall call) {
    try {
      var unused = resources.after(CALL_ENDS, call::cut);
    } catch (RejectedExecutionException e) {
      call.cut(); // closing: no time left to wait
    }
  }

  private void delete(String session, Delete delete, CompletableFuture<Boolean> done) {
    if (delete == Delete.NO) {
      done.complete(true);
      return;
    }
    var unused =
        api.delete("/session/" + session, DELETE)
            .thenAccept(
                answer -> {
                  boolean gone = answer.isFine() || answer.status() == 404;
                  if (!gone) {
                    LOG.debug("session {} could not be deleted ({})", session, answer);
                  }
                  done.complete(gone);
                });
  }

  /** Waits until all is said, or the limit has passed. */
  void await(Duration limit) {
    var all = CompletableFuture.allOf(pending.values().toArray(CompletableFuture<?>[]::new));
    try {
      all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{}: {} sessions may be left behind", api.shown(), pending.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
