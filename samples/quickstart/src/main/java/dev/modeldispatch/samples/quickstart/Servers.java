package dev.modeldispatch.samples.quickstart;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the models are: at one server that speaks like OpenAI, or at OpenAI itself. A key is sent
 * to the place that it is for and to no other.
 */
record Servers(Optional<URI> baseUrl, Map<String, String> environment) {
  static final String OPENAI_KEY = "OPENAI_API_KEY";
  static final String BASE_URL = "DISPATCH_BASE_URL";
  static final String BASE_URL_KEY = "DISPATCH_API_KEY";

  /** {@return whether there is anything to ask} */
  boolean areKnown() {
    return baseUrl.isPresent() || key(OPENAI_KEY).isPresent();
  }

  /** Connects what these targets need; throws with what is wrong with a key or an address. */
  ModelDispatch connect(List<ModelTarget> targets) {
    var builder = ModelDispatch.builder();
    if (baseUrl.isEmpty()) {
      key(OPENAI_KEY).map(ApiKey::of).ifPresent(builder::openai);
      return builder.build();
    }
    URI server = baseUrl.get();
    Optional<ApiKey> key = key(BASE_URL_KEY).map(ApiKey::of);
    for (String provider : targets.stream().map(ModelTarget::provider).distinct().toList()) {
      key.ifPresentOrElse(
          k -> builder.openaiCompatible(provider, server, k),
          () -> builder.openaiCompatible(provider, server));
    }
    return builder.build();
  }

  private Optional<String> key(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
  }
}
