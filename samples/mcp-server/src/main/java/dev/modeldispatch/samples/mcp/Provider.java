package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.core.Protection;
import dev.modeldispatch.core.ProviderSettings;
import java.net.URI;
import java.util.Optional;

/**
 * A provider to connect.
 *
 * @param pointer where it stands in the file
 * @param id what its targets begin with; one that is not known speaks like OpenAI
 * @param baseUrl where it is, unless it is where that service always is
 * @param keyVariable the environment variable of its key, if it gets one
 * @param protection how it is spared, if it is
 */
record Provider(
    String pointer,
    String id,
    Optional<URI> baseUrl,
    Optional<String> keyVariable,
    Optional<Protection> protection) {
  /** What an id of the user's own speaks like. */
  static final String COMPATIBLE = "openai-compatible";

  /** Known by its dialect alone: each has an address of its own. */
  static final String AZURE = "azure";

  static Provider ofEnvironment(String id) {
    return new Provider(
        "", id, Optional.empty(), ProviderSettings.of(id).keyVariable(), Optional.empty());
  }

  /** Adds it to the builder; a key whose variable is not set is missing, which is no error. */
  void connect(ModelDispatchBuilder builder) {
    protection.ifPresent(p -> builder.protect(id, p));
    builder.provider(new ProviderSettings(id, baseUrl, keyVariable.map(ApiKey::env)));
  }
}
