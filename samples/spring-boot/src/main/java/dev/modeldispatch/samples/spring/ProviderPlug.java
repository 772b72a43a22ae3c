package dev.modeldispatch.samples.spring;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.core.ModelDispatchBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Connects a provider by what is known of its id; one that is not known talks like OpenAI.
 *
 * @param id what its targets begin with
 * @param url its address, if that is said
 * @param key its key, if there is one
 */
record ProviderPlug(String id, Optional<URI> url, Optional<ApiKey> key)
    implements Consumer<ModelDispatchBuilder> {

  /** {@return the property without which it cannot be connected} */
  Optional<String> missing() {
    boolean wantsKey =
        switch (id) {
          case "anthropic", "gemini", "azure" -> key.isEmpty();
          case "openai", "openrouter", "groq", "mistral", "deepseek", "xai" ->
              key.isEmpty() && url.isEmpty();
          default -> false;
        };
    boolean wantsUrl =
        switch (id) {
          case "openai", "openrouter", "groq", "mistral", "deepseek", "xai" -> false;
          case "anthropic", "gemini" -> false;
          case "ollama", "vllm", "lmstudio", "llamacpp" -> url.isEmpty() && key.isPresent();
          default -> url.isEmpty();
        };
    if (wantsKey) {
      return Optional.of("api-key");
    }
    return wantsUrl ? Optional.of("base-url") : Optional.empty();
  }

  @Override
  public void accept(ModelDispatchBuilder builder) {
    switch (id) {
      case "anthropic" ->
          at(url -> builder.anthropic(given(), url), () -> builder.anthropic(given()));
      case "gemini" -> at(url -> builder.gemini(given(), url), () -> builder.gemini(given()));
      case "azure" -> builder.azure(url.orElseThrow(), given());
      case "openai" -> at(url -> compatible(builder, url), () -> builder.openai(given()));
      case "ollama" -> at(url -> ollama(builder, url), builder::ollama);
      default -> at(url -> compatible(builder, url), () -> preset(builder));
    }
  }

  private void at(Consumer<URI> there, Runnable atHome) {
    url.ifPresentOrElse(there, atHome);
  }

  private void compatible(ModelDispatchBuilder builder, URI url) {
    key.ifPresentOrElse(
        k -> builder.openaiCompatible(id, url, k), () -> builder.openaiCompatible(id, url));
  }

  private void ollama(ModelDispatchBuilder builder, URI url) {
    key.ifPresentOrElse(k -> builder.ollama(url, k), () -> builder.ollama(url));
  }

  private void preset(ModelDispatchBuilder builder) {
    key.ifPresentOrElse(k -> builder.preset(id, k), () -> builder.preset(id));
  }

  private ApiKey given() {
    return key.orElseThrow();
  }
}
