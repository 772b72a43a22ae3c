package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.ArrayList;
import java.util.List;

/** What is sent to the server for one prompt. */
final class Requests {
  private Requests() {}

  /**
   * A new session: titled, which saves the server a model call for a title, and without tools. Only
   * the one through which a structured answer comes stays allowed.
   */
  static ObjectNode session(ModelTarget target, Prompt prompt) {
    String verb = prompt.labels().containsKey(Prompt.BATCH_LABEL) ? "batch" : "dispatch";
    ObjectNode body = Json.object().put("title", verb + " → " + target);
    var rules = body.putArray("permission");
    rule(rules.addObject(), "*", "deny");
    rule(rules.addObject(), "StructuredOutput", "allow");
    return body;
  }

  private static void rule(ObjectNode rule, String permission, String action) {
    rule.put("permission", permission).put("pattern", "*").put("action", action);
  }

  static String path(String session, OpencodeOptions options) {
    return "/session/" + session + (options.command().isPresent() ? "/command" : "/message");
  }

  /**
   * A message, or a command with the prompt as its arguments. Never an id: old servers loop on it.
   */
  static ObjectNode body(ModelTarget target, Prompt prompt, OpencodeOptions options) {
    ObjectNode body = Json.object();
    options.agent().ifPresent(agent -> body.put("agent", agent));
    options.variant().ifPresent(variant -> body.put("variant", variant));
    if (options.command().isPresent()) {
      return body.put("command", options.command().get())
          .put("arguments", prompt.text())
          .put("model", target.toString());
    }
    body.putObject("model").put("providerID", target.provider()).put("modelID", target.model());
    prompt.system().ifPresent(system -> body.put("system", system));
    prompt.jsonSchema().ifPresent(schema -> putSchema(body, schema));
    body.putArray("parts").addObject().put("type", "text").put("text", prompt.text());
    return body;
  }

  private static void putSchema(ObjectNode body, String schema) {
    try {
      body.putObject("format").put("type", "json_schema").set("schema", Json.parse(schema));
    } catch (JsonTrouble e) {
      throw new IllegalArgumentException("prompt: jsonSchema is " + e.getMessage(), e);
    }
  }

  /** What the server has no field for. */
  static List<String> ignored(Prompt prompt, OpencodeOptions options) {
    List<String> notes = new ArrayList<>();
    if (prompt.maxOutputTokens().isPresent()) {
      notes.add("opencode takes no maxOutputTokens; the model's own limit held.");
    }
    if (prompt.temperature().isPresent()) {
      notes.add("opencode takes no temperature; the agent's own held.");
    }
    if (options.command().isPresent()
        && (prompt.system().isPresent() || prompt.jsonSchema().isPresent())) {
      notes.add("an opencode command takes no system text and no schema; they were not sent.");
    }
    return notes;
  }
}
