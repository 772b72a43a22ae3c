package dev.modeldispatch.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key goes to one origin, and to no other. */
class OneOriginTest {
  private static final ApiKey KEY = ApiKey.of("sk-the-only-key-there-is");

  @RegisterExtension final Wire wire = new Wire();

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsAFailureAndNeverFollowed(int status) {
    try (var elsewhere = FakeModelServer.start()) {
      String there = elsewhere.baseUri() + "/chat/completions";
      wire.server()
          .wireMock()
          .stubFor(
              any(anyUrl())
                  .willReturn(aResponse().withStatus(status).withHeader("Location", there)));

      var result = wire.dispatcher(keyed()).dispatch(ModelTarget.of("keyed", "m"), Wire.HI);

      assertThat(result.unanswered().orElseThrow().failure().kind())
          .isEqualTo(FailureKind.INVALID_REQUEST);
      assertThat(elsewhere.acceptedConnections()).isZero();
    }
  }

  @Test
  void keyStandsInTheHeaderAndNowhereElse() {
    wire.server().model("m").answers("well");

    wire.dispatcher(keyed()).dispatch(ModelTarget.of("keyed", "m"), Wire.HI);

    var call = wire.server().promptCalls().get(0);
    String key = KEY.reveal().orElseThrow();
    assertThat(call.header("Authorization")).contains("Bearer " + key);
    assertThat(call.path() + call.requestBody()).doesNotContain(key);
  }

  @Test
  void proxyOfTheHostIsNotUsed() {
    wire.server().model("m").answers("well");
    ProxySelector before = ProxySelector.getDefault();
    try (var proxy = FakeModelServer.start()) {
      ProxySelector.setDefault(everythingThrough(proxy.baseUri()));

      var result = wire.dispatcher(keyed()).dispatch(ModelTarget.of("keyed", "m"), Wire.HI);

      assertThat(result.isAnswered()).isTrue();
      assertThat(proxy.acceptedConnections()).isZero();
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:secret@127.0.0.1/v1",
        "https://user@models.example/v1",
        "https://models.example/v1?key=secret",
        "https://models.example/v1#secret",
        "http://models.example/v1",
        "http://localhost.models.example/v1",
        "http://127.0.0.1.models.example/v1",
        "http://192.168.0.7/v1",
        "ftp://127.0.0.1/v1",
        "/v1",
        "https:models.example"
      })
  void baseUrlThatCouldGiveTheKeyAwayIsRefused(String url) {
    var builder = ModelDispatch.builder().openaiCompatible("keyed", URI.create(url), KEY);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base URL")
        .message()
        .hasSizeLessThan(500)
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9/v1",
        "http://127.8.8.8/v1/",
        "http://localhost:9/v1",
        "http://[::1]:9/v1",
        "https://models.example/v1"
      })
  void baseUrlOverTlsOrOnThisMachineIsFine(String url) {
    var builder = ModelDispatch.builder().openaiCompatible("keyed", URI.create(url), KEY);

    builder.build().close();
  }

  private ModelDispatchBuilder keyed() {
    return wire.builder().openaiCompatible("keyed", wire.server().baseUri(), KEY);
  }

  private static ProxySelector everythingThrough(URI proxy) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(
            new Proxy(
                Proxy.Type.HTTP, new java.net.InetSocketAddress(proxy.getHost(), proxy.getPort())));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException thrown) {
        // Nothing to learn from.
      }
    };
  }
}
