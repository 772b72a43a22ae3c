package dev.modeldispatch.core;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.provider.ProviderConnector;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How a provider is connected, by its id: for those who read from a configuration what is
 * connected. Immutable.
 *
 * <pre>{@code
 * builder.provider(ProviderSettings.of("groq"))
 *     .provider(ProviderSettings.of("mine").at(URI.create("http://127.0.0.1:8000/v1")));
 * }</pre>
 *
 * <p>A known id is connected as what it is, at its own address unless there is another; any other
 * id is a server that speaks like OpenAI, and needs an address. Where no key is set, a provider's
 * own address gets the one of its usual environment variable, and so does {@code azure}, whose
 * address is always yours; any other address of yours gets none.
 *
 * @param id what its targets begin with
 * @param baseUrl where it is, up to and with the version; empty for its own address
 * @param key its key; empty for the usual one
 */
public record ProviderSettings(String id, Optional<URI> baseUrl, Optional<ApiKey> key) {
  private static final List<String> OWN_DIALECTS =
      List.of("openai", "anthropic", "gemini", "azure", "ollama");

  /** Returns the settings of this provider at its own address, with the usual key. */
  public static ProviderSettings of(String id) {
    return new ProviderSettings(id, Optional.empty(), Optional.empty());
  }

  /** {@return all ids that need no address, or, as {@code azure}, are known by their dialect} */
  public static List<String> known() {
    return Stream.concat(OWN_DIALECTS.stream(), Stream.of(Preset.values()).map(Preset::provider))
        .toList();
  }

  /** Returns the same settings, at this address. */
  public ProviderSettings at(URI baseUrl) {
    return new ProviderSettings(id, Optional.of(baseUrl), key);
  }

  /** Returns the same settings, with this key. */
  public ProviderSettings withKey(ApiKey key) {
    return new ProviderSettings(id, baseUrl, Optional.of(key));
  }

  /** {@return the environment variable that its key is usually in; empty if it wants none} */
  public Optional<String> keyVariable() {
    return switch (id) {
      case "openai" -> Optional.of("OPENAI_API_KEY");
      case "anthropic" -> Optional.of("ANTHROPIC_API_KEY");
      case "gemini" -> Optional.of("GEMINI_API_KEY");
      case "azure" -> Optional.of("AZURE_OPENAI_API_KEY");
      default -> Preset.of(id).flatMap(Preset::variable);
    };
  }

  /** Connects it; what is missing is noted. */
  void connect(Connecting to) {
    switch (id) {
      case "openai" -> compatible(to, () -> to.openai(usualKey()));
      case "anthropic" -> keyed(to, key -> to.anthropic(key), to::anthropic);
      case "gemini" -> keyed(to, key -> to.gemini(key), to::gemini);
      case "azure" -> azure(to);
      case "ollama" -> ollama(to);
      default -> compatible(to, () -> preset(to));
    }
  }

  private ApiKey usualKey() {
    return key.orElseGet(() -> ApiKey.env(keyVariable().orElseThrow()));
  }

  private void compatible(Connecting to, Runnable atItsOwn) {
    baseUrl.ifPresentOrElse(
        url ->
            key.ifPresentOrElse(
                k -> to.openaiCompatible(id, url, k), () -> to.openaiCompatible(id, url)),
        atItsOwn);
  }

  private void preset(Connecting to) {
    if (Preset.of(id).isEmpty()) {
      to.problems.add(
          Misuse.quote(id)
              + " is no known provider, so it needs a base URL. Known: "
              + String.join(", ", known()));
    } else {
      key.ifPresentOrElse(k -> to.preset(id, k), () -> to.preset(id));
    }
  }

  private void keyed(Connecting to, Consumer<ApiKey> own, BiConsumer<ApiKey, URI> elsewhere) {
    if (baseUrl.isEmpty()) {
      own.accept(usualKey());
    } else if (key.isPresent()) {
      elsewhere.accept(key.get(), baseUrl.get());
    } else {
      to.problems.add(id + " at an address of yours needs a key");
    }
  }

  private void azure(Connecting to) {
    if (baseUrl.isEmpty()) {
      to.problems.add("azure needs a base URL: your resource's, up to and with /openai/v1");
    } else {
      to.azure(baseUrl.get(), usualKey());
    }
  }

  private void ollama(Connecting to) {
    URI url = baseUrl.orElse(ProviderConnector.OLLAMA);
    key.ifPresentOrElse(k -> to.ollama(url, k), () -> to.ollama(url));
  }
}
