package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;

/** What is sent to the server for an agent's session. */
final class AgentWords {
  private AgentWords() {}

  /**
   * A new session. Tools are allowed; what would ask a person is denied, which the model is told
   * and works on with, while a rejected ask ends its turn. Rules of the session come after those of
   * the server's configuration, so they hold; but older servers do not give back a tool that the
   * configuration denies, do not hide the denied one, and do not hand the rules on to the sessions
   * of helpers: asks come all the same.
   */
  static ObjectNode session(String title) {
    ObjectNode body = Json.object().put("title", title.isBlank() ? "agent" : title);
    ArrayNode rules = body.putArray("permission");
    rule(rules, "*", "*", "allow");
    rule(rules, "external_directory", "*", "deny");
    rule(rules, "question", "*", "deny");
    rule(rules, "doom_loop", "*", "deny");
    rule(rules, "read", "*.env", "deny");
    rule(rules, "read", "*.env.*", "deny");
    rule(rules, "read", "*.env.example", "allow");
    return body;
  }

  private static void rule(ArrayNode rules, String permission, String pattern, String action) {
    rules.addObject().put("permission", permission).put("pattern", pattern).put("action", action);
  }

  /** A prompt; never with an id: old servers loop on it. */
  static ObjectNode prompt(OpencodeSessions.Worker worker, OpencodeOptions options, String text) {
    ObjectNode body = Json.object();
    worker
        .model()
        .ifPresent(
            model ->
                body.putObject("model")
                    .put("providerID", model.provider())
                    .put("modelID", model.model()));
    options.agent().ifPresent(agent -> body.put("agent", agent));
    worker.variant().or(options::variant).ifPresent(variant -> body.put("variant", variant));
    body.putArray("parts").addObject().put("type", "text").put("text", text);
    return body;
  }

  static ObjectNode archived(long millis) {
    ObjectNode body = Json.object();
    body.putObject("time").put("archived", millis);
    return body;
  }
}
