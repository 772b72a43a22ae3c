package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.core.ModelDispatch;
import java.net.URI;

/** The library as it is measured: its defaults, connected to the fast server. */
final class Ours {
  /** The provider id under which the fast server is connected. */
  static final String PROVIDER = "fast";

  private Ours() {}

  /** Connects to the fast server at this base. */
  static ModelDispatch connectedTo(URI server) {
    return ModelDispatch.builder().openaiCompatible(PROVIDER, server.resolve("/v1")).build();
  }
}
