package dev.modeldispatch.core;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services that speak OpenAI's chat completions and differ in where they are and in their key. */
enum Preset {
  OPENROUTER("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
  GROQ("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
  MISTRAL("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
  DEEPSEEK("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
  XAI("https://api.x.ai/v1", "XAI_API_KEY"),
  VLLM("http://127.0.0.1:8000/v1", ""),
  LMSTUDIO("http://127.0.0.1:1234/v1", ""),
  LLAMACPP("http://127.0.0.1:8080/v1", "");

  private final URI baseUrl;
  private final String variable;

  Preset(String baseUrl, String variable) {
    this.baseUrl = URI.create(baseUrl);
    this.variable = variable;
  }

  /** Returns the preset with this name. */
  static Optional<Preset> of(String name) {
    return Arrays.stream(values()).filter(preset -> preset.provider().equals(name)).findFirst();
  }

  /** Returns the preset with this name, or notes that there is none, and which there are. */
  static Optional<Preset> named(String name, Misuse problems) {
    Optional<Preset> found = of(name);
    problems.unless(
        found.isPresent(), () -> Misuse.quote(name) + " is not a preset. Known: " + known());
    return found;
  }

  private static String known() {
    return Arrays.stream(values()).map(Preset::provider).collect(Collectors.joining(", "));
  }

  String provider() {
    return name().toLowerCase(Locale.ROOT);
  }

  URI baseUrl() {
    return baseUrl;
  }

  /** {@return the environment variable of its key; empty if it wants none} */
  Optional<String> variable() {
    return Optional.of(variable).filter(name -> !name.isEmpty());
  }

  /** {@return the key of its environment variable, set or not; empty if it wants none} */
  Optional<ApiKey> key() {
    return variable().map(ApiKey::env);
  }
}
