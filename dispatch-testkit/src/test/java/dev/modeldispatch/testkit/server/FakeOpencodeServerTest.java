package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FakeOpencodeServerTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private FakeOpencodeServer server = FakeOpencodeServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aPromptIsAnsweredByItsModel(OpencodeVersion version) throws Exception {
    start(version);
    server.model("fake/m").answers("blue");
    String session = newSession();

    JsonNode message = JSON.readTree(prompt(session, "m").join().body());

    assertThat(message.at("/info/finish").asText()).isEqualTo("stop");
    assertThat(message.at("/parts/1/text").asText()).isEqualTo("blue");
    assertThat(call("DELETE", "/session/" + session, "").join().body()).isEqualTo("true");
    server.awaitIdle(SOON);
    server.assertClean();
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void anAbortEndsThePromptAndOnlyTheLatestKeepsItsText(OpencodeVersion version) throws Exception {
    start(version);
    server.model("fake/m").stallsAfter("part one");
    String session = newSession();
    var running = prompt(session, "m");
    server.awaitRequests(1, SOON);

    call("POST", "/session/" + session + "/abort", "{}").join();

    JsonNode message = JSON.readTree(running.join().body());
    assertThat(message.at("/info/error/name").asText()).isEqualTo("MessageAbortedError");
    assertThat(message.at("/parts/1/text").asText())
        .isEqualTo(version == OpencodeVersion.OLD ? "" : "part one");
  }

  @Test
  void theServerDoesNotNoticeThatItsClientHungUp() throws Exception {
    server.model("fake/m").hangs();
    String session = newSession();
    var running = prompt(session, "m");
    server.awaitRequests(1, SOON);

    running.cancel(true);
    server.awaitIdle(SOON);

    assertThat(server.promptCalls().get(0).clientClosedAt()).isPresent();
    assertThat(server.runningSessions()).containsExactly(session);
    assertThatThrownBy(server::assertClean).hasMessageContaining("left behind: " + session);
  }

  @Test
  void aDeleteLeavesTheRunningPromptOpen() throws Exception {
    server.model("fake/m").hangs();
    String session = newSession();
    var running = prompt(session, "m");
    server.awaitRequests(1, SOON);

    call("DELETE", "/session/" + session, "").join();

    assertThat(server.openSessions()).isEmpty();
    assertThat(server.runningSessions()).containsExactly(session);
    assertThat(running).isNotDone();
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void anUnknownModelIsNotTold(OpencodeVersion version) throws Exception {
    start(version);

    var reply = prompt(newSession(), "nobody").join();

    assertThat(reply.statusCode()).isEqualTo(version == OpencodeVersion.OLD ? 200 : 500);
    assertThat(reply.body()).doesNotContain("nobody");
  }

  @Test
  void anUnknownRouteIsAPageAndFailsTheTest() {
    assertThat(call("GET", "/nowhere", "").join().body()).contains("<html>");
    assertThatThrownBy(server::assertClean).hasMessageContaining("unknown route");
  }

  @Test
  void aPasswordIsWanted() {
    server.password("secret");

    assertThat(call("GET", "/global/health", "").join().statusCode()).isEqualTo(401);
  }

  private void start(OpencodeVersion version) {
    server.close();
    server = FakeOpencodeServer.start(version);
  }

  private String newSession() throws Exception {
    return JSON.readTree(call("POST", "/session", "{\"title\":\"t\"}").join().body())
        .path("id")
        .asText();
  }

  private CompletableFuture<HttpResponse<String>> prompt(String session, String model) {
    String body =
        "{\"model\":{\"providerID\":\"fake\",\"modelID\":\"%s\"},\"parts\":[]}".formatted(model);
    return call("POST", "/session/" + session + "/message", body);
  }

  private CompletableFuture<HttpResponse<String>> call(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(server.baseUri() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }
}
