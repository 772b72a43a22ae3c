package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The opencode server's answers that need no session. */
final class OpencodeAnswers {
  /** What the lists leak, as the real ones do. */
  static final String LEAKED_KEY = "sk-leaked-CANARY-0123456789abcdef";

  private OpencodeAnswers() {}

  static WireAnswer health(OpencodeVersion version) {
    return OpencodeJson.ok(
        OpencodeJson.object().put("healthy", true).put("version", version.number()));
  }

  static WireAnswer unauthorized(OpencodeVersion version) {
    var answer =
        version == OpencodeVersion.OLD
            ? WireAnswer.of(401, "text/plain", "Unauthorized")
            : WireAnswer.of(401, "text/plain", "");
    return answer.header("WWW-Authenticate", "Basic realm=\"Secure Area\"");
  }

  static WireAnswer unexpected() {
    ObjectNode error =
        OpencodeJson.error(
            "UnknownError", "Unexpected server error. Check server logs for details.");
    ((ObjectNode) error.path("data")).put("ref", "err_3ea037a1");
    return WireAnswer.json(500, error.toString());
  }

  static WireAnswer noSession(String id) {
    return WireAnswer.json(
        404, OpencodeJson.error("NotFoundError", "Session not found: " + id).toString());
  }

  static WireAnswer badRequest() {
    return WireAnswer.json(400, OpencodeJson.error("BadRequest", "Invalid body").toString());
  }

  /** The web page that takes every route the latest version does not know. */
  static WireAnswer unknownRoute(OpencodeVersion version) {
    return version == OpencodeVersion.OLD
        ? WireAnswer.json(
            500, OpencodeJson.error("UnknownError", "Error: Unable to connect.").toString())
        : WireAnswer.of(200, "text/html", "<!doctype html><html><body>opencode</body></html>");
  }

  /** All providers, those that have credentials, and a key that should not be there. */
  static WireAnswer providers(Map<String, Set<String>> connected, Set<String> known) {
    ObjectNode lists = OpencodeJson.object();
    var all = lists.putArray("all");
    connected.forEach((id, models) -> all.add(provider(id, models)));
    known.stream()
        .filter(id -> !connected.containsKey(id))
        .forEach(id -> all.add(provider(id, Set.of("some"))));
    lists.putObject("default");
    var ids = lists.putArray("connected");
    connected.keySet().forEach(ids::add);
    return OpencodeJson.ok(lists);
  }

  static WireAnswer configured(Map<String, Set<String>> connected) {
    ObjectNode lists = OpencodeJson.object();
    var all = lists.putArray("providers");
    connected.forEach((id, models) -> all.add(provider(id, models)));
    lists.putObject("default");
    return OpencodeJson.ok(lists);
  }

  static Map<String, Set<String>> byProvider(Set<String> models) {
    Map<String, Set<String>> connected = new TreeMap<>();
    for (String model : models) {
      int slash = model.indexOf('/');
      connected
          .computeIfAbsent(model.substring(0, slash), id -> new TreeSet<>())
          .add(model.substring(slash + 1));
    }
    return connected;
  }

  private static ObjectNode provider(String id, Set<String> models) {
    ObjectNode provider = OpencodeJson.object().put("id", id).put("name", id);
    provider.put("source", "config").putArray("env");
    provider.putObject("options").put("baseURL", "http://127.0.0.1:9/v1").put("apiKey", LEAKED_KEY);
    ObjectNode served = provider.putObject("models");
    models.forEach(
        name -> {
          ObjectNode model = served.putObject(name).put("id", name).put("providerID", id);
          model.put("name", name).put("status", "active");
          model
              .putObject("cost")
              .put("input", 1)
              .put("output", 2)
              .putObject("cache")
              .put("read", 0);
          model.putObject("limit").put("context", 100_000).put("output", 8_192);
        });
    return provider;
  }
}
