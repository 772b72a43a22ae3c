package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import dev.modeldispatch.core.internal.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Prompts a session once over the stream: it hears the session, says how much to think if that was
 * not said yet, and sends the prompt. The prompt is taken when its result says so, or when the
 * session begins to work. If the stream breaks before, it may have been taken; sent again, it names
 * the same turn.
 */
final class OppiPrompting {
  private final OppiApi api;
  private final OppiFailures failures;
  private final OppiTrack track;
  private final Turn turn;

  OppiPrompting(OppiApi api, OppiFailures failures, OppiTrack track, Turn turn) {
    this.api = api;
    this.failures = failures;
    this.track = track;
    this.turn = turn;
  }

  /** Returns whether this turn is new; false if the server had taken it before. */
  CompletableFuture<Boolean> over(OppiLine line) {
    return line.subscribe(track.key().id())
        .thenCompose(subscribed -> thinking(line))
        .thenCompose(said -> latest())
        .thenCompose(latest -> send(line, latest));
  }

  /** What is heard of an earlier turn from now on has to be told from this one. */
  private CompletableFuture<Long> latest() {
    return api.get(OppiPaths.events(track.key(), Math.max(0, track.seq())))
        .thenApply(failures::fine)
        .thenApply(body -> body.path("currentSeq").asLong(track.seq()));
  }

  private CompletableFuture<Boolean> thinking(OppiLine line) {
    var level = track.thinking();
    if (level.isEmpty()) {
      return CompletableFuture.completedFuture(true);
    }
    var answer = new CompletableFuture<JsonNode>();
    line.ask(command("set_thinking_level").put("level", level.get().code()), answer);
    return answer.thenApply(
        result -> {
          if (!OppiLine.isSuccess(result)) {
            throw failures.command(result, List.of());
          }
          track.saidThinking();
          return true;
        });
  }

  private CompletableFuture<Boolean> send(OppiLine line, long latest) {
    OppiTurn sending = track.sending(turn, latest);
    var taken = new CompletableFuture<Boolean>();
    var unused = sending.started().thenAccept(taken::complete);
    var answer = new CompletableFuture<JsonNode>();
    var unusedToo =
        answer.whenComplete(
            (result, thrown) -> {
              if (thrown == null) {
                answered(sending, result, taken);
              } else {
                taken.completeExceptionally(thrown);
              }
            });
    line.ask(command("prompt").put("message", turn.text()).put("clientTurnId", turn.id()), answer);
    return taken;
  }

  private void answered(OppiTurn sending, JsonNode result, CompletableFuture<Boolean> taken) {
    if (!OppiLine.isSuccess(result)) {
      if (!taken.isDone()) {
        track.refused(sending);
        taken.completeExceptionally(failures.command(result, List.of(turn.text())));
      }
    } else if (result.path("duplicate").asBoolean(false)) {
      track.takenBefore(sending);
      taken.complete(false);
    } else {
      track.taken(sending);
      taken.complete(true);
    }
  }

  private ObjectNode command(String type) {
    return Json.object().put("type", type).put("sessionId", track.key().id());
  }
}
