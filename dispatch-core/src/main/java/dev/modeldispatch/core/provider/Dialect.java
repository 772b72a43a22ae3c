package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ProviderStatus;
import java.util.List;
import java.util.Map;

/** One provider's wire form: pure functions between prompts, JSON and answers. */
interface Dialect {
  /** The path of a model's answers below the base URL. */
  String path(String model);

  /** The headers that carry the key. */
  Map<String, String> headers(ApiKey key);

  /** The request's body. */
  JsonNode body(String model, Prompt prompt);

  /** What a reply with status 200 says. */
  Said read(JsonNode body);

  /** The path of the model list below the base URL. */
  String modelsPath();

  /** The models that the list names. */
  List<ProviderStatus.Model> models(JsonNode list);
}
