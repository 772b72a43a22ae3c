package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.internal.Json;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says no to whatever a session, or a helper's session below it, asks a person: an ask that nobody
 * answers holds the turn for ever, and older servers do not free it by an abort either.
 * Thread-safe.
 */
final class AgentAsks implements ServerEvents.SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(AgentAsks.class);
  private static final int MAX_NAME = 40;

  private final ServerEvents events;
  private final ServerApi api;
  private final String session;
  private final Consumer<String> rejected;
  private final Set<String> helpers = ConcurrentHashMap.newKeySet();

  AgentAsks(ServerEvents events, ServerApi api, String session, Consumer<String> rejected) {
    this.events = events;
    this.api = api;
    this.session = session;
    this.rejected = rejected;
  }

  /** Hears of asks, of this session and its helpers, and of new helpers. */
  @Override
  public void event(String type, JsonNode properties) {
    switch (type) {
      case "permission.asked", "permission.updated" -> reject("/permission/", "/reply", properties);
      case "question.asked" -> reject("/question/", "/reject", properties);
      case "session.created" -> helper(properties.path("info").path("id").asText(""));
      default -> {
        // What a helper does besides is its session's affair.
      }
    }
  }

  private void helper(String id) {
    if (!id.isEmpty() && !id.equals(session) && helpers.add(id)) {
      events.listen(id, this);
    }
  }

  /** Looks for asks of which no event told. */
  void lookForMissed() {
    for (String kind : new String[] {"/permission", "/question"}) {
      var unused =
          api.get(kind, OpencodeSessions.ASK)
              .thenAccept(answer -> answer.json().ifPresent(asks -> settle(kind, asks)));
    }
  }

  private void settle(String kind, JsonNode asks) {
    for (JsonNode ask : asks) {
      String of = ask.path("sessionID").asText("");
      if (of.equals(session) || helpers.contains(of)) {
        event(kind.equals("/question") ? "question.asked" : "permission.asked", ask);
      } else {
        var unused =
            api.get("/session/" + session + "/children", OpencodeSessions.ASK)
                .thenAccept(found -> found.json().ifPresent(all -> ofHelper(all, of, kind, ask)));
      }
    }
  }

  private void ofHelper(JsonNode children, String of, String kind, JsonNode ask) {
    for (JsonNode child : children) {
      if (child.path("id").asText("").equals(of)) {
        helper(of);
        event(kind.equals("/question") ? "question.asked" : "permission.asked", ask);
      }
    }
  }

  private void reject(String before, String after, JsonNode ask) {
    String id = ask.path("id").asText(ask.path("requestID").asText(""));
    if (!id.matches("[A-Za-z0-9_-]{1,100}")) {
      return;
    }
    String what = ask.path("permission").asText("an answer").replaceAll("[^A-Za-z0-9_* -]", "?");
    String brief = what.substring(0, Math.min(MAX_NAME, what.length()));
    LOG.debug("session {} asked for {}; rejected", session, brief);
    rejected.accept(brief);
    var unused =
        api.post(before + id + after, Json.object().put("reply", "reject"), OpencodeSessions.ASK);
  }

  @Override
  public void missed() {
    lookForMissed();
  }

  @Override
  public void serverLost(Failure failure) {
    // Its session finds out by itself.
  }

  void forget() {
    helpers.forEach(id -> events.forget(id, this));
    helpers.clear();
  }
}
