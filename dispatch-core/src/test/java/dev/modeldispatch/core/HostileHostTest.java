package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host application does to its JVM does not reach a dispatch. Each JVM is forked. */
class HostileHostTest {
  private final FakeModelServer server = FakeModelServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void rudeHostGetsItsAnswersAllTheSame() throws Exception {
    server.model("good").answers("well");
    server.model("hung").hangs();
    try (var proxy = FakeModelServer.start()) {
      int port = proxy.baseUri().getPort();
      var options = List.of("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + port);

      String said = Fork.run(RudeHost.class, options, server.baseUri(), proxy.baseUri());

      assertThat(said).contains("before: ANSWERED", "rude: ANSWERED", "late: TIMED_OUT in time");
      assertThat(said).contains("interrupted: CANCELLED true");
      assertThat(said).doesNotContain("authenticator asked");
      assertThat(proxy.acceptedConnections()).isZero();
    }
  }

  @Test
  void hiddenSendsOfTheJdkAreWarnedOf() throws Exception {
    server.model("good").answers("well");
    server.model("hung").hangs();
    var options = List.of("-Djdk.httpclient.enableAllMethodRetry");

    String said = Fork.run(RudeHost.class, options, server.baseUri(), server.baseUri());

    assertThat(said).contains("LOG WARN system property jdk.httpclient.enableAllMethodRetry");
  }

  @Test
  void fewDescriptorsMakeFailuresAndNeitherHangsNorErrors() throws Exception {
    server.model("good").answers("well");
    server.model("hung").hangs();

    String said = Fork.runWithDescriptors(60, CrowdedHost.class, server.baseUri());

    assertThat(said).contains("results: 200", "some failed: true", "thrown: none");
    assertThat(said).contains("after: ANSWERED");
  }

  @Test
  void endlessBodyDoesNotFillSixtyFourMegabytes() throws Exception {
    server.model("flood").plays(Fault.endlessBody());
    server.model("good").answers("well");

    String said = Fork.run(FloodedHost.class, List.of("-Xmx64m"), server.baseUri());

    assertThat(said).contains("flood: response_too_large", "good: 9 of 9");
    assertThat(said).doesNotContain("OutOfMemoryError");
  }
}
