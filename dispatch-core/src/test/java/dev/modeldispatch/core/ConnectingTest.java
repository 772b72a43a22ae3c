package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectingTest {
  private static final ApiKey KEY = ApiKey.of("sk-of-nobody");
  private static final URI ELSEWHERE = URI.create("http://models.example/v1");

  @ParameterizedTest
  @EnumSource
  void eachPresetIsConnectedUnderItsName(Preset preset) {
    try (var models = ModelDispatch.builder().preset(preset.provider(), KEY).build()) {
      assertThat(models.toString()).contains(preset.provider());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openrouter, OPENROUTER_API_KEY",
    "groq, GROQ_API_KEY",
    "mistral, MISTRAL_API_KEY",
    "deepseek, DEEPSEEK_API_KEY",
    "xai, XAI_API_KEY"
  })
  void missingKeyIsNamedByItsVariableAndNothingIsSent(String preset, String variable) {
    assumeThat(System.getenv(variable)).isNull(); // else this would ask the service itself

    try (var models = ModelDispatch.builder().preset(preset).build()) {
      var result = models.ask(preset + "/m", "hi");

      var failure = result.unanswered().orElseThrow().failure();
      assertThat(failure.kind()).isEqualTo(FailureKind.AUTH_MISSING);
      assertThat(failure.hint()).contains(variable);
      assertThat(result.attempts()).allMatch(a -> a.sent() == Attempt.Sent.NO);
    }
  }

  @ParameterizedTest
  @CsvSource({"vllm, 8000", "lmstudio, 1234", "llamacpp, 8080"})
  void presetOfThisMachineWantsNoKey(String name, int port) {
    Preset preset = Preset.named(name, Misuse.check("test")).orElseThrow();

    assertThat(preset.key()).isEqualTo(Optional.empty());
    assertThat(preset.baseUrl()).hasHost("127.0.0.1").hasPort(port);
  }

  @Test
  void missingKeysOfTheOwnDialectsAreNamed() {
    ApiKey missing = ApiKey.env("DISPATCH_NO_SUCH_KEY");
    var builder = ModelDispatch.builder().anthropic(missing).gemini(missing).azure("mine", missing);

    try (var models = builder.build()) {
      for (String provider : new String[] {"anthropic", "gemini", "azure"}) {
        var failure = models.ask(provider + "/m", "hi").unanswered().orElseThrow().failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH_MISSING);
        assertThat(failure.hint()).contains("DISPATCH_NO_SUCH_KEY");
      }
    }
  }

  @Test
  void ollamaNeedsNothingToBeConnected() {
    try (var models = ModelDispatch.builder().ollama().build()) {
      assertThat(models.toString()).contains("ollama");
    }
  }

  @Test
  void whatIsWrongIsToldTogetherWithTheValidChoices() {
    var builder =
        ModelDispatch.builder().preset("grok").azure("https://mine.example", KEY).retries(-1);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(
            "3 problems",
            "'grok' is not a preset. Known: openrouter, groq, mistral, deepseek, xai, vllm,"
                + " lmstudio, llamacpp",
            "'https://mine.example' is not an Azure resource",
            "retries -1")
        .hasSizeLessThan(500);
  }

  @Test
  void keyDoesNotLeaveThisMachineInPlainText() {
    var builder =
        ModelDispatch.builder()
            .anthropic(KEY, ELSEWHERE)
            .gemini(KEY, ELSEWHERE)
            .azure(ELSEWHERE, KEY)
            .ollama(ELSEWHERE, KEY);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("'http://models.example' is plain http");
  }
}
