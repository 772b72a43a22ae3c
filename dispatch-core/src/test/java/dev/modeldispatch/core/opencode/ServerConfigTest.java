package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  private final ServerConfig config = new ServerConfig();

  @Test
  void usersConfigurationIsLaidOverAndKeepsTheRest() {
    boolean laid =
        config.lay(
            "{\"snapshot\":true,\"agent\":{\"mine\":{\"mode\":\"primary\"}},\"theme\":\"x\"}");

    var whole = config.whole();
    assertThat(laid).isTrue();
    assertThat(whole.path("snapshot").asBoolean()).isTrue();
    assertThat(whole.path("theme").asText()).isEqualTo("x");
    assertThat(whole.path("agent").properties())
        .extracting(e -> e.getKey())
        .containsExactly("title", "dispatch", "mine");
  }

  @Test
  void structuredOutputStaysAllowedWhereAllIsDenied() {
    assertThat(config.whole().path("permission").toString())
        .isEqualTo("{\"*\":\"deny\",\"StructuredOutput\":\"allow\"}");
  }

  @Test
  void namedProvidersAreTheOnlyOnes() {
    config.compatible("fake", URI.create("http://127.0.0.1:1/v1"), "none", "a", "b");
    config.known("anthropic", "k");

    var whole = config.whole();
    assertThat(whole.path("enabled_providers").toString()).isEqualTo("[\"fake\",\"anthropic\"]");
    assertThat(whole.at("/provider/fake/models").properties()).hasSize(2);
  }

  @Test
  void withoutProvidersThePublicOneIsOff() {
    assertThat(config.whole().path("disabled_providers").toString()).isEqualTo("[\"opencode\"]");
  }

  @Test
  void whatLooksLikeASecretIsFoundWhereverItIs() {
    config.lay("{\"a\":[{\"apiKey\":\"secret-1\"}],\"b\":{\"Authorization\":\"secret-2\"}}");

    assertThat(ServerConfig.secrets(config.whole()))
        .containsExactlyInAnyOrder("secret-1", "secret-2");
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThat(config.lay("[]")).isFalse();
    assertThat(config.lay("{")).isFalse();
  }
}
