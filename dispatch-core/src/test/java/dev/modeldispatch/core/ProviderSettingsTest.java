package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderSettingsTest {
  private static final ApiKey KEY = ApiKey.of("sk-of-nobody");

  static List<String> known() {
    return ProviderSettings.known();
  }

  @ParameterizedTest
  @MethodSource("known")
  void knownProviderIsConnectedByItsIdAndAKey(String id) {
    var settings = ProviderSettings.of(id).withKey(KEY);
    var placed = id.equals("azure") ? settings.at(URI.create("https://mine.example")) : settings;

    try (var models = ModelDispatch.builder().provider(placed).build()) {
      assertThat(models.toString()).contains(id);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openai, OPENAI, authorization",
    "anthropic, ANTHROPIC, x-api-key",
    "gemini, GEMINI, x-goog-api-key",
    "azure, OPENAI, api-key",
    "ollama, OLLAMA, authorization",
    "groq, OPENAI, authorization",
    "mine, OPENAI, authorization"
  })
  void providerSpeaksItsDialectAtAnotherAddressToo(String id, Dialect dialect, String header) {
    try (var server = FakeModelServer.start()) {
      server.model("m").in(dialect).answers("blue");
      var settings = ProviderSettings.of(id).at(server.uri(dialect)).withKey(KEY);

      assertThat(ask(settings).answered()).map(answer -> answer.text()).contains("blue");
      assertThat(server.promptCalls("m").get(0).header(header)).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"openai", "groq", "mine", "vllm"})
  void addressOfYoursGetsNoKeyThatIsNotSet(String id) {
    try (var server = FakeModelServer.start()) {
      server.model("m").answers("blue");

      assertThat(ask(ProviderSettings.of(id).at(server.baseUri())).isAnswered()).isTrue();
      assertThat(server.promptCalls("m").get(0).header("authorization")).isEmpty();
    }
  }

  @Test
  void whatIsMissingIsToldTogether() {
    var builder =
        ModelDispatch.builder()
            .provider(ProviderSettings.of("mien"))
            .provider(ProviderSettings.of("azure"))
            .provider(ProviderSettings.of("anthropic").at(URI.create("https://a.example/v1")));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "'mien' is no known provider, so it needs a base URL. Known: openai, anthropic,",
            "llamacpp",
            "azure needs a base URL",
            "anthropic at an address of yours needs a key");
  }

  @Test
  void usualVariableIsToldForThoseWhoWantAKey() {
    assertThat(ProviderSettings.of("gemini").keyVariable()).contains("GEMINI_API_KEY");
    assertThat(ProviderSettings.of("groq").keyVariable()).contains("GROQ_API_KEY");
    assertThat(ProviderSettings.of("ollama").keyVariable()).isEmpty();
    assertThat(ProviderSettings.of("vllm").keyVariable()).isEmpty();
    assertThat(ProviderSettings.of("mine").keyVariable()).isEmpty();
    assertThat(ProviderSettings.of("mine").withKey(KEY).toString()).doesNotContain("sk-of");
  }

  private static ModelResult ask(ProviderSettings settings) {
    try (var models = ModelDispatch.builder().provider(settings).build()) {
      return models.ask(settings.id() + "/m", "Why is the sky blue?");
    }
  }
}
