package dev.modeldispatch.samples.quickstart;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.core.ProviderSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the models are: at one server that speaks like OpenAI, or each at its provider. A key is
 * sent to the place that it is for and to no other.
 */
record Servers(Optional<URI> baseUrl, Map<String, String> environment) {
  static final String BASE_URL = "DISPATCH_BASE_URL";
  static final String BASE_URL_KEY = "DISPATCH_API_KEY";

  /** Returns the variables that would have to hold a key for these targets, and hold none. */
  List<String> missingKeys(List<ModelTarget> targets) {
    return baseUrl.isPresent()
        ? List.of()
        : providers(targets)
            .flatMap(provider -> ProviderSettings.of(provider).keyVariable().stream())
            .filter(variable -> key(variable).isEmpty())
            .toList();
  }

  /** Connects what these targets need; throws with what is wrong with a key or an address. */
  ModelDispatch connect(List<ModelTarget> targets) {
    var builder = ModelDispatch.builder();
    providers(targets)
        .forEach(
            provider ->
                baseUrl.ifPresentOrElse(
                    server -> connect(builder, provider, server),
                    () -> connect(builder, provider)));
    return builder.build();
  }

  private void connect(ModelDispatchBuilder builder, String provider, URI server) {
    key(BASE_URL_KEY)
        .map(ApiKey::of)
        .ifPresentOrElse(
            key -> builder.openaiCompatible(provider, server, key),
            () -> builder.openaiCompatible(provider, server));
  }

  private void connect(ModelDispatchBuilder builder, String provider) {
    var settings = ProviderSettings.of(provider);
    builder.provider(
        settings
            .keyVariable()
            .flatMap(this::key)
            .map(ApiKey::of)
            .map(settings::withKey)
            .orElse(settings));
  }

  private static Stream<String> providers(List<ModelTarget> targets) {
    return targets.stream().map(ModelTarget::provider).distinct();
  }

  private Optional<String> key(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
  }
}
