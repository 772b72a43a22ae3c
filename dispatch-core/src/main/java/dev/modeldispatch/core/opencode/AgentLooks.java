package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Usage;
import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a session, one look after the other.
 *
 * <p>Between threads: while a look runs, all who want one share the next, since what they want to
 * know may have changed after this one was made. What was seen is taken in without the lock.
 */
final class AgentLooks {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ServerApi api;
  private final String session;
  private final Function<AgentLook, Status> taken;
  private @Nullable CompletableFuture<Status> running;
  private @Nullable CompletableFuture<Status> next;
  private Usage usage = Usage.none();
  private String counted = "";

  AgentLooks(ServerApi api, String session, Function<AgentLook, Status> taken) {
    this.api = api;
    this.session = session;
    this.taken = taken;
  }

  CompletableFuture<Status> next() {
    CompletableFuture<Status> mine = new CompletableFuture<>();
    synchronized (this) {
      if (running != null) {
        next = next == null ? mine : next;
        return next.copy();
      }
      running = mine;
    }
    run(mine);
    return mine.copy();
  }

  /** {@return what the session has used, as of the last look} */
  synchronized Usage usage() {
    return usage;
  }

  private void run(CompletableFuture<Status> mine) {
    var unused =
        AgentLook.at(api, session, LIMIT)
            .thenCompose(this::withUsage)
            .thenApply(
                look -> {
                  if (look.broken().isPresent()) {
                    throw new OpencodeTrouble(look.broken().get());
                  }
                  return taken.apply(look);
                })
            .whenComplete(
                (status, thrown) -> {
                  goOn();
                  if (thrown == null) {
                    mine.complete(status);
                  } else {
                    mine.completeExceptionally(AgentSession.trouble(thrown));
                  }
                });
  }

  private void goOn() {
    CompletableFuture<Status> after;
    synchronized (this) {
      after = next;
      running = after;
      next = null;
    }
    if (after != null) {
      run(after);
    }
  }

  /** Newer servers keep the sum; of older ones all messages are read, once behind each turn. */
  private CompletableFuture<AgentLook> withUsage(AgentLook look) {
    String id = look.last().path("info").path("id").asText("");
    Optional<Usage> own = AgentHistory.ownSum(look.info());
    synchronized (this) {
      if (own.isPresent()) {
        usage = look.last().isMissingNode() ? Usage.none() : own.get();
      }
      if (own.isPresent() || look.isWorking() || !look.isComplete() || id.equals(counted)) {
        return CompletableFuture.completedFuture(look);
      }
    }
    return api.get("/session/" + session + "/message", LIMIT)
        .thenApply(
            answer -> {
              synchronized (this) {
                counted = id;
                usage = answer.json().map(AgentHistory::usage).orElse(Usage.unknown());
              }
              return look;
            });
  }
}
