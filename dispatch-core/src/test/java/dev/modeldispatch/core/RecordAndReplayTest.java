package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.SecretCanary;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.Oddity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a front door makes of a recording is what it made of the real server. */
class RecordAndReplayTest {
  private static final List<String> MODELS =
      List.of("thinks", "limits", "stops", "breaks", "talks", "unknown");
  private static final SecretCanary CANARY = SecretCanary.of(29);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aReplayGivesTheSameResults(Dialect dialect) throws Exception {
    List<String> recorded;
    try (var real = FakeModelServer.start()) {
      script(real);
      try (var recorder = FakeModelServer.record(folder).from(dialect, real.uri(dialect)).start()) {
        recorded = results(recorder, dialect, CANARY.key());
        recorder.awaitIdle(Wire.SOON);
        recorder.assertClean();
      }
    }

    try (var replay = FakeModelServer.replay(folder)) {
      assertThat(results(replay, dialect, "another-key-of-nobody-1")).isEqualTo(recorded);
      replay.awaitIdle(Wire.SOON);
      replay.assertClean();
      assertThat(replay.unplayed()).isEmpty();
    }
    assertThat(recorded).hasSize(2 * MODELS.size()).doesNotHaveDuplicates();
    assertThat(text()).contains("sha256:").doesNotContain(CANARY.prompt().substring(5, 25));
    CANARY.assertNoKeyIn("the recordings", text());
  }

  private static void script(FakeModelServer real) {
    real.model("thinks").reasoning("hm, hm").answers("It is\nblue, \"schön\".");
    real.model("limits").fails(FailureKind.RATE_LIMITED);
    real.model("stops").plays(Oddity.FINISH_LENGTH);
    real.model("breaks").plays(Fault.truncatedJson()).then().plays(Fault.cutAfterTokens(1));
    real.model("talks").perSecond(500).streams(30);
  }

  private static List<String> results(FakeModelServer server, Dialect dialect, String key) {
    List<String> told = new ArrayList<>();
    try (var door = door(server, dialect, ApiKey.of(key))) {
      for (String model : MODELS) {
        told.add("whole " + told(door, dialect, model, DispatchListener.none()));
        var pieces = new ConcurrentLinkedQueue<String>();
        told.add(
            "streamed "
                + told(door, dialect, model, DispatchListener.onText(pieces::add))
                + pieces);
      }
    }
    return told;
  }

  private static String told(
      ModelDispatch door, Dialect dialect, String model, DispatchListener listener) {
    var target = ModelTarget.of(dialect.name().toLowerCase(Locale.ROOT), model);
    var prompt = Prompt.of(CANARY.prompt());
    ModelResult result = door.dispatcher().dispatch(target, prompt, listener);
    return model
        + result.status()
        + result.usage()
        + result.fold(
            answer -> answer.completeness() + answer.text(),
            none -> {
              var failure = none.failure();
              return failure.message().replaceAll(":[0-9]+", "")
                  + failure.retryAfter()
                  + failure.httpStatus()
                  + none.partialText();
            });
  }

  private static ModelDispatch door(FakeModelServer server, Dialect dialect, ApiKey key) {
    var builder = ModelDispatch.builder().retries(0);
    return switch (dialect) {
      case OPENAI -> builder.openaiCompatible("openai", server.baseUri(), key).build();
      case ANTHROPIC -> builder.anthropic(key, server.anthropicUri()).build();
      case GEMINI -> builder.gemini(key, server.geminiUri()).build();
      case OLLAMA -> builder.ollama(server.ollamaUri()).build();
    };
  }

  private String text() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var text = new StringBuilder();
      for (Path file : files.toList()) {
        text.append(file).append(Files.readString(file));
      }
      return text.toString();
    }
  }
}
