package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration of a private server: what makes it quiet and harmless, and what the user lays
 * over it. Not thread-safe.
 *
 * <p>All tools are denied but the one through which a structured answer comes; denying that as well
 * makes structured output impossible. Side calls to the model (titles, compaction) are off.
 */
final class ServerConfig {
  /** The agent that answers: a neutral system text instead of the server's own of 10 KB. */
  static final String AGENT = "dispatch";

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)key|token|secret|password|authorization");
  private static final int MIN_SECRET = 6;

  private static final String BASE =
      """
      {"autoupdate": false, "share": "disabled", "snapshot": false, "lsp": false,
       "formatter": false, "compaction": {"auto": false, "prune": false},
       "permission": {"*": "deny", "StructuredOutput": "allow"},
       "agent": {"title": {"disable": true},
         "dispatch": {"mode": "primary", "prompt": "You are a careful assistant.",
           "permission": {"*": "deny", "StructuredOutput": "allow"}}}}
      """;

  private final ObjectNode config = base();

  private static ObjectNode base() {
    try {
      return (ObjectNode) Json.parse(BASE);
    } catch (JsonTrouble e) {
      throw new IllegalStateException("the base configuration is " + e.getMessage(), e);
    }
  }

  void compatible(String id, URI baseUrl, String key, String... models) {
    ObjectNode provider = config.withObject("/provider").putObject(id);
    provider.put("npm", "@ai-sdk/openai-compatible").put("name", id);
    provider.putObject("options").put("baseURL", baseUrl.toString()).put("apiKey", key);
    ObjectNode listed = provider.putObject("models");
    for (String model : models) {
      listed.putObject(model).put("name", model);
    }
  }

  void known(String id, String key) {
    config.withObject("/provider").putObject(id).putObject("options").put("apiKey", key);
  }

  /** Lays an object over the configuration; false if the text is none. */
  boolean lay(String json) {
    try {
      JsonNode over = Json.parse(json);
      if (!over.isObject()) {
        return false;
      }
      merge(config, (ObjectNode) over);
      return true;
    } catch (JsonTrouble e) {
      return false;
    }
  }

  private static void merge(ObjectNode under, ObjectNode over) {
    over.properties()
        .forEach(
            entry -> {
              JsonNode below = under.get(entry.getKey());
              if (below instanceof ObjectNode lower
                  && entry.getValue() instanceof ObjectNode upper) {
                merge(lower, upper);
              } else {
                under.set(entry.getKey(), entry.getValue());
              }
            });
  }

  /** Returns what in the configuration must not be shown. */
  static List<String> secrets(JsonNode config) {
    List<String> found = new ArrayList<>();
    config
        .properties()
        .forEach(
            entry -> {
              String value = entry.getValue().asText("");
              if (SECRET_NAME.matcher(entry.getKey()).find() && value.length() >= MIN_SECRET) {
                found.add(value);
              }
            });
    config.elements().forEachRemaining(value -> found.addAll(secrets(value)));
    return found;
  }

  /**
   * Returns the whole configuration. Named providers are the only ones, unless the user said
   * otherwise; without any, the free one of opencode's own is still off: it asks a public service.
   */
  ObjectNode whole() {
    ObjectNode whole = config.deepCopy();
    if (whole.has("enabled_providers") || whole.has("disabled_providers")) {
      return whole;
    }
    if (whole.path("provider").isEmpty()) {
      whole.putArray("disabled_providers").add("opencode");
    } else {
      var enabled = whole.putArray("enabled_providers");
      whole.path("provider").fieldNames().forEachRemaining(enabled::add);
    }
    return whole;
  }
}
