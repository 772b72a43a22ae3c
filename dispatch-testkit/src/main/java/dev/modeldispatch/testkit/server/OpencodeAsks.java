package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits for a person at a fake opencode server. Only the front's thread enters. */
final class OpencodeAsks {
  private final OpencodeCore core;
  private final Map<String, ObjectNode> permissions = new LinkedHashMap<>();
  private final Map<String, ObjectNode> questions = new LinkedHashMap<>();

  OpencodeAsks(OpencodeCore core) {
    this.core = core;
  }

  /** Asks, and returns the tool that waits. */
  String permission(OpencodeSession session, OpencodeMessage message, String permission) {
    ObjectNode ask = ask("per", session).put("permission", permission);
    ask.putArray("patterns").add("ls");
    ask.putObject("metadata");
    ask.putArray("always").add("ls *");
    ask.putObject("tool").put("messageID", message.id()).put("callID", "call_1");
    permissions.put(ask.path("id").asText(), ask);
    core.publish(session, "permission.asked", ask.deepCopy());
    return permission;
  }

  /** Asks, and returns the tool that waits. */
  String question(OpencodeSession session, String question) {
    ObjectNode ask = ask("que", session);
    ask.putArray("questions").addObject().put("question", question).putArray("options");
    questions.put(ask.path("id").asText(), ask);
    core.publish(session, "question.asked", ask.deepCopy());
    return "question";
  }

  ArrayNode permissions() {
    return list(permissions);
  }

  ArrayNode questions() {
    return list(questions);
  }

  boolean replyPermission(String id, String reply) {
    return settle(permissions.remove(id), id, "permission.replied", reply);
  }

  boolean rejectQuestion(String id) {
    return settle(questions.remove(id), id, "question.rejected", "reject");
  }

  private boolean settle(@Nullable ObjectNode ask, String id, String event, String reply) {
    var session = ask == null ? null : core.sessions().get(ask.path("sessionID").asText());
    if (session == null) {
      return false;
    }
    core.books().rejected(id);
    ObjectNode told = OpencodeJson.object().put("sessionID", session.id()).put("requestID", id);
    core.publish(session, event, told.put("reply", reply));
    var running = session.running();
    if (running != null) {
      running.answered();
    }
    return true;
  }

  private ObjectNode ask(String prefix, OpencodeSession session) {
    return OpencodeJson.object().put("id", core.id(prefix)).put("sessionID", session.id());
  }

  private static ArrayNode list(Map<String, ObjectNode> asks) {
    ArrayNode all = OpencodeJson.object().putArray("all");
    asks.values().forEach(all::add);
    return all;
  }
}
