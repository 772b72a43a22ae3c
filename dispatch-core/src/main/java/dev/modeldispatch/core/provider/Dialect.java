package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One provider's wire form: pure functions between prompts, JSON and answers. */
interface Dialect {
  /**
   * The path of a model's answers below the base URL; empty if the provider can have no model of
   * this id.
   */
  Optional<String> path(String model);

  /** The headers that every request carries, besides the usual. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** The headers that carry the key. */
  Map<String, String> headers(ApiKey key);

  /** The request's body: the prompt behind what was said before, its system text over both. */
  ObjectNode body(String model, Prompt prompt, History before);

  /** The path of a model's streamed answers, if it is another one. */
  default Optional<String> streamPath(String model) {
    return path(model);
  }

  /** Turns a request's body into one that asks for a stream. */
  default JsonNode streamed(ObjectNode body) {
    return body.put("stream", true);
  }

  /** How the events of a stream stand in its bytes. */
  default Framing framing() {
    return Framing.EVENTS;
  }

  /** Returns what folds the events of one stream. */
  StreamFold fold(Told told);

  /** What a reply with status 200 says. */
  Said read(JsonNode body);

  /** The path of the model list below the base URL. */
  String modelsPath();

  /** The path of the page behind this one of the model list, if there is one. */
  default Optional<String> modelsPathAfter(JsonNode page) {
    return Optional.empty();
  }

  /** Whether a model may be served that the list does not name. */
  default boolean mayServeUnlisted(String model) {
    return true;
  }

  /** The models that the list names. */
  List<ProviderStatus.Model> models(JsonNode list);

  /** Returns the models of a list below this name, each with its id below that; none without. */
  static List<ProviderStatus.Model> listed(JsonNode list, String name, String id) {
    return list.path(name)
        .valueStream()
        .map(model -> model.path(id).asText(""))
        .filter(found -> !found.isEmpty())
        .map(ProviderStatus.Model::of)
        .toList();
  }

  /** Returns a prompt's JSON schema as JSON. */
  static JsonNode schema(String text) {
    try {
      return Json.parse(text);
    } catch (JsonTrouble e) {
      throw new IllegalArgumentException("prompt: jsonSchema is " + e.getMessage(), e);
    }
  }

  /** Returns one header that holds the key, behind a prefix. */
  static Map<String, String> keyHeader(String name, String prefix, ApiKey key) {
    return key.reveal().map(k -> Map.of(name, prefix + k)).orElse(Map.of());
  }
}
