package dev.modeldispatch.core;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.opencode.OpencodeServer;
import dev.modeldispatch.core.provider.ProviderConnector;
import java.net.URI;
import java.util.Optional;

/** The part of the builder that names what is connected; what is wrong with it is noted. */
abstract sealed class Connecting permits ModelDispatchBuilder {
  final Misuse problems = Misuse.check("ModelDispatch");
  final Plugs plugs = new Plugs(problems);

  abstract ModelDispatchBuilder builder();

  /** Connects OpenAI's own service as provider {@code openai}. */
  public ModelDispatchBuilder openai(ApiKey key) {
    plugs.at(
        ProviderConnector.OPENAI,
        (base, http, clock) -> ProviderConnector.openAi(key, http, clock));
    return builder();
  }

  /**
   * Connects Anthropic's own service as provider {@code anthropic}. It wants a limit of the output
   * in each request: a prompt that sets no {@code maxOutputTokens} gets 4,096.
   */
  public ModelDispatchBuilder anthropic(ApiKey key) {
    return anthropic(key, ProviderConnector.ANTHROPIC);
  }

  /** Connects a server that speaks Anthropic's messages; the URL is up to and with the version. */
  public ModelDispatchBuilder anthropic(ApiKey key, URI baseUrl) {
    plugs.at(baseUrl, (base, http, clock) -> ProviderConnector.anthropic(base, key, http, clock));
    return builder();
  }

  /** Connects Gemini's own service as provider {@code gemini}. */
  public ModelDispatchBuilder gemini(ApiKey key) {
    return gemini(key, ProviderConnector.GEMINI);
  }

  /** Connects a server that speaks Gemini's form; the URL is up to and with the version. */
  public ModelDispatchBuilder gemini(ApiKey key, URI baseUrl) {
    plugs.at(baseUrl, (base, http, clock) -> ProviderConnector.gemini(base, key, http, clock));
    return builder();
  }

  /**
   * Connects the Ollama server at {@code http://127.0.0.1:11434} as provider {@code ollama}. Ollama
   * cuts a prompt that is above its context and does not tell; set the context at the server.
   */
  public ModelDispatchBuilder ollama() {
    return ollama(ProviderConnector.OLLAMA);
  }

  /** Connects the Ollama server at this address, which wants no key. */
  public ModelDispatchBuilder ollama(URI server) {
    plugs.at(server, ProviderConnector::ollama);
    return builder();
  }

  /** Connects an Ollama server that wants a key ({@code https://ollama.com}). */
  public ModelDispatchBuilder ollama(URI server, ApiKey key) {
    plugs.at(server, (base, http, clock) -> ProviderConnector.ollama(base, key, http, clock));
    return builder();
  }

  /**
   * Connects a known service under its name: {@code openrouter}, {@code groq}, {@code mistral},
   * {@code deepseek}, {@code xai}, each with the key of its environment variable (as {@code
   * GROQ_API_KEY}), or a server on this machine at its usual port, without a key: {@code vllm},
   * {@code lmstudio}, {@code llamacpp}.
   */
  public ModelDispatchBuilder preset(String name) {
    Preset.named(name, problems).ifPresent(preset -> plug(preset, preset.key()));
    return builder();
  }

  /** Connects a known service under its name, with this key. */
  public ModelDispatchBuilder preset(String name, ApiKey key) {
    Preset.named(name, problems).ifPresent(preset -> plug(preset, Optional.of(key)));
    return builder();
  }

  private void plug(Preset preset, Optional<ApiKey> key) {
    key.ifPresentOrElse(
        k -> openaiCompatible(preset.provider(), preset.baseUrl(), k),
        () -> openaiCompatible(preset.provider(), preset.baseUrl()));
  }

  /** Connects a provider by what is known of its id, as a configuration names it. */
  public ModelDispatchBuilder provider(ProviderSettings settings) {
    settings.connect(this);
    return builder();
  }

  /** Connects the Azure OpenAI resource of this name as provider {@code azure}. */
  public ModelDispatchBuilder azure(String resource, ApiKey key) {
    boolean fine = resource.matches("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    problems.unless(
        fine,
        () ->
            Misuse.quote(resource)
                + " is not an Azure resource; use its name alone: letters, digits, '-'");
    return fine
        ? azure(URI.create("https://" + resource + ".openai.azure.com/openai/v1"), key)
        : builder();
  }

  /** Connects the Azure OpenAI resource at this URL, which is up to and with the version. */
  public ModelDispatchBuilder azure(URI baseUrl, ApiKey key) {
    plugs.at(baseUrl, (base, http, clock) -> ProviderConnector.azure(base, key, http, clock));
    return builder();
  }

  /**
   * Connects a server that speaks OpenAI's chat completions and wants no key. Plain http is for
   * loopback only.
   *
   * @param provider the id that its targets begin with
   * @param baseUrl up to and with the version, for example {@code http://127.0.0.1:8000/v1}
   */
  public ModelDispatchBuilder openaiCompatible(String provider, URI baseUrl) {
    checkId(provider);
    plugs.at(
        baseUrl,
        (base, http, clock) -> ProviderConnector.openAiCompatible(provider, base, http, clock));
    return builder();
  }

  /** Connects a server that speaks OpenAI's chat completions and wants a key. */
  public ModelDispatchBuilder openaiCompatible(String provider, URI baseUrl, ApiKey key) {
    checkId(provider);
    plugs.at(
        baseUrl,
        (base, http, clock) ->
            ProviderConnector.openAiCompatible(provider, base, key, http, clock));
    return builder();
  }

  /** Connects the opencode server at {@code http://127.0.0.1:4096}. */
  public ModelDispatchBuilder opencode() {
    return opencode(OpencodeOptions.at(OpencodeOptions.DEFAULT_URI));
  }

  /** Connects the opencode server at this address. */
  public ModelDispatchBuilder opencode(URI server) {
    return opencode(OpencodeOptions.at(server));
  }

  /** Connects an opencode server; it takes every provider that nothing else serves. */
  public ModelDispatchBuilder opencode(OpencodeOptions options) {
    plugs.opencode(options);
    return builder();
  }

  /** Connects a private opencode server, which stays the caller's to close. */
  public ModelDispatchBuilder opencode(OpencodeServer server) {
    return opencode(server.options());
  }

  /** Connects whatever the connector serves; it is closed with the front door. */
  public ModelDispatchBuilder connector(ModelConnector connector) {
    plugs.add(connector);
    return builder();
  }

  final void checkId(String provider) {
    problems.unless(
        provider.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
        () -> Misuse.quote(provider) + " is not a provider id; use letters, digits, '.', '_', '-'");
  }
}
