package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.Locale;

/**
 * The messages of one run of a fake opencode server, and the events that tell of them. Only the
 * front's thread enters.
 */
final class OpencodeMessage {
  /** What a part with text is. */
  enum Kind {
    TEXT,
    REASONING;

    String type() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final OpencodeCore core;
  private final OpencodeSession session;
  private final ObjectNode asked;
  private ObjectNode info = OpencodeJson.object();
  private ArrayNode parts = info.putArray("none");
  private ObjectNode speaking = OpencodeJson.object();
  private ObjectNode tool = OpencodeJson.object();
  private StringBuilder spoken = new StringBuilder();
  private String userId = "";

  OpencodeMessage(OpencodeCore core, OpencodeSession session, ObjectNode asked) {
    this.core = core;
    this.session = session;
    this.asked = asked;
  }

  /** The prompt. */
  void user() {
    userId = core.id("msg");
    ObjectNode user = OpencodeJson.object().put("id", userId).put("role", "user");
    user.put("sessionID", session.id()).put("agent", agent());
    user.putObject("time").put("created", now());
    user.set("model", model());
    ObjectNode said = session.messages().addObject();
    said.set("info", user);
    ArrayNode told = said.putArray("parts");
    updated(user);
    for (JsonNode part : asked.path("parts")) {
      ObjectNode copy = part.deepCopy();
      copy.put("id", core.id("prt")).put("sessionID", session.id()).put("messageID", userId);
      told.add(copy);
      partUpdated(copy);
    }
  }

  /** A new message of the model's; a loop makes many. */
  void assistant() {
    info = OpencodeJson.object().put("id", core.id("msg")).put("role", "assistant");
    info.put("sessionID", session.id()).put("parentID", userId);
    info.put("mode", agent()).put("agent", agent());
    info.putObject("path").put("cwd", session.directory()).put("root", "/");
    info.put("modelID", model().path("modelID").asText());
    info.put("providerID", model().path("providerID").asText());
    info.put("cost", 0).set("tokens", OpencodeJson.noTokens());
    info.putObject("time").put("created", now());
    ObjectNode said = session.messages().addObject();
    said.set("info", info);
    parts = said.putArray("parts");
    updated(info);
  }

  void begin() {
    partUpdated(part("step-start"));
  }

  void open(Kind kind) {
    spoken = new StringBuilder();
    speaking = part(kind.type()).put("text", "");
    speaking.putObject("time").put("start", now());
    partUpdated(speaking);
  }

  void delta(String piece) {
    spoken.append(piece);
    ObjectNode delta = OpencodeJson.object().put("sessionID", session.id());
    delta.put("messageID", info.path("id").asText()).put("partID", speaking.path("id").asText());
    core.publish(session, "message.part.delta", delta.put("field", "text").put("delta", piece));
  }

  void close(Kind kind) {
    speaking.put("type", kind.type()).put("text", spoken.toString());
    ((ObjectNode) speaking.path("time")).put("end", now());
    partUpdated(speaking);
    spoken = new StringBuilder();
  }

  void tool(String name, String status) {
    tool = part("tool").put("callID", "call_1").put("tool", name);
    tool.putObject("state").put("status", status).putObject("input");
    partUpdated(tool);
  }

  void rejectedTool() {
    tool.putObject("state")
        .put("status", "error")
        .put("error", "The user rejected permission to use this specific tool call.");
    partUpdated(tool);
  }

  void structured(JsonNode value) {
    tool("StructuredOutput", "pending");
    ObjectNode state = tool.putObject("state").put("status", "completed");
    state.set("input", value);
    state.put("output", "Structured output captured successfully.");
    partUpdated(tool);
    info.set("structured", value);
  }

  void summary() {
    info.put("summary", true).put("mode", "compaction");
  }

  void finish(String reason, Usage usage) {
    var tokens = OpencodeJson.tokens(usage, core.version());
    var cost = OpencodeJson.cost(usage);
    partUpdated(part("step-finish").put("reason", reason).put("cost", cost).setAll(of(tokens)));
    info.put("finish", reason).put("cost", cost).set("tokens", tokens);
    session.used(tokens, cost);
    updated(info);
  }

  private static ObjectNode of(ObjectNode tokens) {
    return OpencodeJson.object().set("tokens", tokens);
  }

  void error(ObjectNode error) {
    info.set("error", error);
    updated(info);
  }

  void complete() {
    if (!spoken.isEmpty()) {
      close(Kind.valueOf(speaking.path("type").asText().toUpperCase(Locale.ROOT)));
    }
    if (info.has("time")) {
      ((ObjectNode) info.path("time")).put("completed", now());
      updated(info);
    }
  }

  /** A file that a tool wrote. */
  void wrote(String file) {
    tool("write", "running");
    ObjectNode state = tool.putObject("state").put("status", "completed");
    state.putObject("input").put("filePath", file).put("content", "(not kept)");
    state.put("output", "Wrote file successfully.").put("title", file);
    state.putObject("metadata").put("filepath", absolute(file)).put("exists", false);
    partUpdated(tool);
  }

  private String absolute(String file) {
    return file.startsWith("/") ? file : session.directory() + "/" + file;
  }

  /** The old version forgets what an aborted message said. */
  void loseText() {
    spoken = new StringBuilder();
  }

  /** {@return the message as the answer to its prompt} */
  WireAnswer whole() {
    complete();
    ObjectNode whole = OpencodeJson.object();
    whole.set("info", info);
    whole.set("parts", parts);
    return OpencodeJson.ok(whole);
  }

  String id() {
    return info.path("id").asText();
  }

  private ObjectNode part(String type) {
    ObjectNode part = OpencodeJson.object().put("id", core.id("prt"));
    part.put("sessionID", session.id()).put("messageID", id()).put("type", type);
    parts.add(part);
    return part;
  }

  private void updated(ObjectNode message) {
    ObjectNode properties = properties();
    properties.set("info", message.deepCopy());
    core.publish(session, "message.updated", properties);
  }

  private void partUpdated(JsonNode part) {
    ObjectNode properties = properties();
    properties.set("part", part.deepCopy());
    core.publish(session, "message.part.updated", properties);
  }

  /** The old version names the session inside only. */
  private ObjectNode properties() {
    ObjectNode properties = OpencodeJson.object();
    return core.version() == OpencodeVersion.OLD
        ? properties
        : properties.put("sessionID", session.id());
  }

  private String agent() {
    return asked.path("agent").asText("build");
  }

  private ObjectNode model() {
    return (ObjectNode) asked.path("model");
  }

  private static long now() {
    return OpencodeJson.millis(Duration.ZERO);
  }
}
