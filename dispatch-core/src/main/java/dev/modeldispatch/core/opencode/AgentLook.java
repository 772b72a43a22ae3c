package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the server shows of a session at one time.
 *
 * @param gone whether it is not there
 * @param info the session; missing if it is gone
 * @param status what it does; missing if it rests
 * @param last its last message; missing if there is none
 * @param broken why nothing of this is known
 */
record AgentLook(
    boolean gone, JsonNode info, JsonNode status, JsonNode last, Optional<Failure> broken) {
  private static final JsonNode NONE = MissingNode.getInstance();

  /**
   * Looks at a session. The last message is read before the status: a session that had answered by
   * then and rests afterwards has ended that turn; the other way round it may just have begun it.
   */
  static CompletableFuture<AgentLook> at(ServerApi api, String session, Duration limit) {
    return api.get("/session/" + session + "/message?limit=1", limit)
        .thenCompose(
            messages ->
                (messages.broken().isPresent()
                        ? CompletableFuture.completedFuture(messages)
                        : api.get("/session/status", limit))
                    .thenCombine(
                        messages.broken().isPresent()
                            ? CompletableFuture.completedFuture(messages)
                            : api.get("/session/" + session, limit),
                        (statuses, info) -> of(api, session, messages, statuses, info)));
  }

  private static AgentLook of(
      ServerApi api,
      String session,
      ServerAnswer messages,
      ServerAnswer statuses,
      ServerAnswer info) {
    if (info.status() == 404) {
      return new AgentLook(true, NONE, NONE, NONE, Optional.empty());
    }
    Optional<JsonNode> list = messages.json().filter(JsonNode::isArray);
    Optional<JsonNode> map = statuses.json().filter(JsonNode::isObject);
    Optional<JsonNode> found = info.json().filter(i -> i.path("id").asText("").equals(session));
    if (list.isEmpty() || map.isEmpty() || found.isEmpty() || !statuses.isFine()) {
      Failure why =
          info.broken()
              .or(statuses::broken)
              .or(messages::broken)
              .orElseGet(() -> unreadable(api, info));
      return new AgentLook(false, NONE, NONE, NONE, Optional.of(why));
    }
    JsonNode all = list.get();
    JsonNode last = all.isEmpty() ? NONE : all.get(all.size() - 1);
    return new AgentLook(false, found.get(), map.get().path(session), last, Optional.empty());
  }

  private static Failure unreadable(ServerApi api, ServerAnswer answer) {
    return Failure.builder(
            answer.status() == 401 ? FailureKind.AUTH_REJECTED : FailureKind.MALFORMED_RESPONSE,
            "the opencode server at " + api.shown() + " does not tell how the session is.")
        .hint("Check the address and the password, and look at its log.")
        .evidence(answer.status() + " in place of a session")
        .httpStatus(answer.status())
        .build();
  }

  boolean isArchived() {
    return info.path("time").path("archived").asLong(0) > 0;
  }

  boolean isWorking() {
    return !status.path("type").asText("idle").equals("idle");
  }

  /** {@return the id of the last prompt that is to be seen; empty if none is} */
  String prompt() {
    JsonNode message = last.path("info");
    return message.path(isAnswer() ? "parentID" : "id").asText("");
  }

  boolean isAnswer() {
    return last.path("info").path("role").asText("").equals("assistant");
  }

  boolean isComplete() {
    return isAnswer() && last.path("info").path("time").has("completed");
  }
}
