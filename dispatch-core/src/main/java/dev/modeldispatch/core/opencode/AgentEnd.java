package dev.modeldispatch.core.opencode;

import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session: aborts until it rests, since an abort that comes before a prompt has begun misses
 * it, and archives it, so that it can still be read and every process sees that it has ended.
 */
final class AgentEnd {
  private static final Logger LOG = LoggerFactory.getLogger(AgentEnd.class);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int TRIES = 48;

  private final AgentSession session;
  private final ServerApi api;
  private final String id;
  private final Resources resources;

  AgentEnd(AgentSession session, ServerApi api, String id, Resources resources) {
    this.session = session;
    this.api = api;
    this.id = id;
    this.resources = resources;
  }

  CompletableFuture<Void> run() {
    return attempt(1);
  }

  private CompletableFuture<Void> attempt(int number) {
    return session
        .lookBehindEnding()
        .thenCompose(
            doing -> {
              if (doing == Doing.ENDED) {
                return CompletableFuture.completedFuture(null);
              }
              if (doing == Doing.IDLE) {
                return archive();
              }
              if (number == TRIES) {
                throw new OpencodeTrouble(
                    Problems.stillWorks(api.shown(), "it was aborted " + TRIES + " times"));
              }
              return session
                  .postAbort()
                  .thenCompose(answer -> pause())
                  .thenCompose(rested -> attempt(number + 1));
            });
  }

  private CompletableFuture<Void> archive() {
    long now = resources.clock().instant().toEpochMilli();
    return api.patch("/session/" + id, AgentWords.archived(now), OpencodeSessions.ASK)
        .thenAccept(
            answer -> {
              if (answer.broken().isPresent()) {
                throw new OpencodeTrouble(answer.broken().get());
              }
              if (!answer.isFine() && answer.status() != 404) {
                LOG.debug("session {} rests, but is not archived ({})", id, answer);
              }
            });
  }

  private CompletableFuture<Void> pause() {
    var over = new CompletableFuture<Void>();
    try {
      var unused = resources.after(PAUSE, () -> over.complete(null));
    } catch (RejectedExecutionException e) {
      over.completeExceptionally(new OpencodeTrouble(Problems.closed()));
    }
    return over;
  }
}
