package dev.modeldispatch.samples.quickstart;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.List;

/**
 * Four models that are none, each in its provider's own words: one quick, one slow, one that fails,
 * one that hangs.
 */
final class FakeModels implements AutoCloseable {
  private final FakeModelServer server;

  private FakeModels(FakeModelServer server) {
    this.server = server;
  }

  static FakeModels start() {
    var server = FakeModelServer.start();
    server
        .model("quick")
        .after(Duration.ofMillis(200))
        .answers("Air scatters blue light more than red light, so blue comes from all sides.");
    server
        .model("slow")
        .after(Duration.ofMillis(1500))
        .answers(
            """
            Sunlight holds all colours. The molecules of the air scatter short waves far more \
            than long ones, and of the short waves our eyes see blue best. So the sky is blue, \
            and where the light's way through the air is long, the sun is red.""");
    server.model("broke").fails(FailureKind.QUOTA_EXHAUSTED);
    server.model("stuck").hangs();
    return new FakeModels(server);
  }

  ModelDispatch connect() {
    var key = ApiKey.of("none");
    return ModelDispatch.builder()
        .openaiCompatible("openai", server.baseUri(), key)
        .anthropic(key, server.anthropicUri())
        .gemini(key, server.geminiUri())
        .ollama(server.ollamaUri())
        .build();
  }

  List<ModelTarget> targets() {
    return ModelTarget.list("ollama/quick", "anthropic/slow", "openai/broke", "gemini/stuck");
  }

  @Override
  public void close() {
    server.close();
  }
}
