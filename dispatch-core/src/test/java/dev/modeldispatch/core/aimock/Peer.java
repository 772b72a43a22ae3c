package dev.modeldispatch.core.aimock;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.ModelDispatchBuilder;
import java.net.URI;
import java.util.Locale;

/** A kind of provider that aimock plays; all of them at one address. */
enum Peer {
  OPENAI("/v1") {
    @Override
    ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base, ApiKey key) {
      return builder.openaiCompatible("openai", base, key);
    }
  },
  ANTHROPIC("/v1") {
    @Override
    ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base, ApiKey key) {
      return builder.anthropic(key, base);
    }
  },
  GEMINI("/v1beta") {
    @Override
    ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base, ApiKey key) {
      return builder.gemini(key, base);
    }
  },
  OLLAMA("") {
    @Override
    ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base, ApiKey key) {
      return builder.ollama(base, key);
    }
  };

  /** The one that the server takes. */
  static final ApiKey KEY = ApiKey.of("key-of-nobody-0123456789");

  private final String path;

  Peer(String path) {
    this.path = path;
  }

  abstract ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base, ApiKey key);

  ModelDispatchBuilder connect(ModelDispatchBuilder builder, ApiKey key) {
    return connect(builder, URI.create(WithAimock.address().orElseThrow() + path), key);
  }

  ModelDispatchBuilder builder(ApiKey key) {
    return connect(ModelDispatch.builder().retries(0), key);
  }

  String provider() {
    return name().toLowerCase(Locale.ROOT);
  }

  ModelTarget target() {
    return ModelTarget.of(provider(), "m-" + provider());
  }
}
