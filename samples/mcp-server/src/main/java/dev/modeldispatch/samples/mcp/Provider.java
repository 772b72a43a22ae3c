package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.core.Protection;
import java.net.URI;
import java.util.Optional;

/**
 * A provider to connect.
 *
 * @param pointer where it stands in the file
 * @param id what its targets begin with
 * @param known what it is; empty for a server of the user's own that speaks like OpenAI
 * @param baseUrl where it is, unless it is where that service always is
 * @param keyVariable the environment variable of its key, if it wants one
 * @param protection how it is spared, if it is
 */
record Provider(
    String pointer,
    String id,
    Optional<Known> known,
    Optional<URI> baseUrl,
    Optional<String> keyVariable,
    Optional<Protection> protection) {
  static Provider ofEnvironment(Known known) {
    return new Provider(
        "", known.id(), Optional.of(known), Optional.empty(), known.variable(), Optional.empty());
  }

  /** Adds it to the builder; a key whose variable is not set is missing, which is no error. */
  void connect(ModelDispatchBuilder builder) {
    protection.ifPresent(p -> builder.protect(id, p));
    if (known.isEmpty()) {
      compatible(builder);
      return;
    }
    switch (known.get()) {
      case OPENAI -> own(builder, () -> builder.openai(key()));
      case ANTHROPIC ->
          baseUrl.ifPresentOrElse(
              url -> builder.anthropic(key(), url), () -> builder.anthropic(key()));
      case GEMINI ->
          baseUrl.ifPresentOrElse(url -> builder.gemini(key(), url), () -> builder.gemini(key()));
      case AZURE -> builder.azure(baseUrl.orElseThrow(), key());
      case OLLAMA -> ollama(builder);
      default ->
          own(
              builder,
              () -> {
                if (keyVariable.isPresent()) {
                  builder.preset(id, key());
                } else {
                  builder.preset(id);
                }
              });
    }
  }

  private void own(ModelDispatchBuilder builder, Runnable atItsAddress) {
    if (baseUrl.isPresent()) {
      compatible(builder);
    } else {
      atItsAddress.run();
    }
  }

  private void compatible(ModelDispatchBuilder builder) {
    URI url = baseUrl.orElseThrow();
    if (keyVariable.isPresent()) {
      builder.openaiCompatible(id, url, key());
    } else {
      builder.openaiCompatible(id, url);
    }
  }

  private void ollama(ModelDispatchBuilder builder) {
    if (baseUrl.isEmpty()) {
      builder.ollama();
    } else if (keyVariable.isPresent()) {
      builder.ollama(baseUrl.get(), key());
    } else {
      builder.ollama(baseUrl.get());
    }
  }

  private ApiKey key() {
    return ApiKey.env(keyVariable.orElseThrow());
  }
}
