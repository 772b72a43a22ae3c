package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.testkit.server.OpencodeScript.Worker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prompts that nobody waits for, as it was seen at the real servers. */
@Timeout(30)
class FakeOpencodeAgentTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private FakeOpencodeServer server = FakeOpencodeServer.start();

  @TempDir Path folder = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aPromptIsTakenAtOnceAndWorkedOnInItsDirectory(OpencodeVersion version) throws Exception {
    start(version);
    server.model("fake/m").works(Worker.writing("sub/a.txt", "x"), "sub/a.txt");
    String session = newSession();

    assertThat(prompt(session, "m").statusCode()).isEqualTo(204);
    awaitTurn(session, 3);

    JsonNode said = get("/session/" + session + "/message");
    assertThat(folder.resolve("sub/a.txt")).hasContent("x");
    assertThat(said.at("/1/info/finish").asText()).isEqualTo("tool-calls");
    assertThat(said.at("/1/parts/1/state/metadata/filepath").asText())
        .isEqualTo(folder.resolve("sub/a.txt").toString());
    assertThat(said.at("/2/info/finish").asText()).isEqualTo("stop");
    assertThat(said.at("/2/info/parentID")).isEqualTo(said.at("/0/info/id"));
  }

  @Test
  void theOldVersionIsNotYetBusyRightBehindThePrompt() throws Exception {
    start(OpencodeVersion.OLD);
    server.model("fake/m").hangs();
    String session = newSession();

    prompt(session, "m");

    assertThat(get("/session/status")).isEmpty();
    awaitRunning(session);
    assertThat(get("/session/status").path(session).path("type").asText()).isEqualTo("busy");
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void anUnknownModelLeavesAPromptAndNoAnswer(OpencodeVersion version) throws Exception {
    start(version);
    String session = newSession();

    assertThat(prompt(session, "nobody").statusCode()).isEqualTo(204);
    awaitTurn(session, 1);

    JsonNode said = get("/session/" + session + "/message");
    assertThat(said).hasSize(1);
    assertThat(said.at("/0/info/role").asText()).isEqualTo("user");
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aPromptToASessionThatIsNotThereIsToldByTheLatestOnly(OpencodeVersion version)
      throws Exception {
    start(version);

    assertThat(prompt("ses_none", "m").statusCode())
        .isEqualTo(version == OpencodeVersion.OLD ? 204 : 404);
  }

  @Test
  void aSecondPromptIsTakenUpByTheTurnThatRuns() throws Exception {
    var release = new CountDownLatch(1);
    server.model("fake/m").works(task -> release.await()).then().answers("second");
    String session = newSession();
    prompt(session, "m");
    awaitRunning(session);

    prompt(session, "m");
    release.countDown();
    awaitTurn(session, 4);

    JsonNode said = get("/session/" + session + "/message");
    assertThat(StreamSupport.stream(said.spliterator(), false))
        .extracting(message -> message.at("/info/role").asText())
        .containsExactly("user", "assistant", "user", "assistant");
    assertThat(said.at("/3/parts/1/text").asText()).isEqualTo("second");
  }

  @Test
  void anAbortInterruptsTheWorkerAndForgetsWhatWaits() throws Exception {
    var interrupted = new CompletableFuture<Boolean>();
    server.model("fake/m").works(untilInterrupted(interrupted)).then().answers("never");
    String session = newSession();
    prompt(session, "m");
    awaitRunning(session);
    prompt(session, "m");
    server.awaitRequests(2, SOON);

    call("POST", "/session/" + session + "/abort", "{}");

    assertThat(interrupted).succeedsWithin(SOON);
    server.awaitRest(SOON);
    assertThat(get("/session/" + session + "/message").at("/1/info/error/name").asText())
        .isEqualTo("MessageAbortedError");
  }

  @Test
  void aWorkerThatThrowsFailsItsTurnAndTheTest() throws Exception {
    server
        .model("fake/m")
        .works(
            task -> {
              throw new IOException("disk full");
            });
    String session = newSession();
    prompt(session, "m");
    awaitTurn(session, 2);

    assertThat(get("/session/" + session + "/message").at("/1/info/error/data/message").asText())
        .contains("disk full");
    assertThatThrownBy(server::assertClean).hasMessageContaining("worker of session " + session);
  }

  @Test
  void aSessionCanBeArchivedAndStaysReadable() throws Exception {
    String session = newSession();

    call("PATCH", "/session/" + session, "{\"time\":{\"archived\":7}}");

    assertThat(get("/session/" + session).at("/time/archived").asLong()).isEqualTo(7);
  }

  private static Worker untilInterrupted(CompletableFuture<Boolean> interrupted) {
    return task -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.complete(true);
      }
    };
  }

  private void start(OpencodeVersion version) {
    server.close();
    server = FakeOpencodeServer.start(version);
  }

  /** Waits until this much was said and nothing runs; a prompt is to be seen a little later. */
  private void awaitTurn(String session, int messages) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (System.nanoTime() < end
        && (get("/session/" + session + "/message").size() < messages
            || !server.runningSessions().isEmpty())) {
      Thread.onSpinWait();
    }
    assertThat(get("/session/" + session + "/message").size()).isGreaterThanOrEqualTo(messages);
    server.awaitRest(SOON);
  }

  private void awaitRunning(String session) {
    long end = System.nanoTime() + SOON.toNanos();
    while (System.nanoTime() < end && !server.runningSessions().contains(session)) {
      Thread.onSpinWait();
    }
    assertThat(server.runningSessions()).contains(session);
  }

  private String newSession() throws Exception {
    return JSON.readTree(call("POST", "/session", "{\"title\":\"t\"}").body()).path("id").asText();
  }

  private HttpResponse<String> prompt(String session, String model) throws Exception {
    String body =
        "{\"model\":{\"providerID\":\"fake\",\"modelID\":\"%s\"},\"parts\":[]}".formatted(model);
    return call("POST", "/session/" + session + "/prompt_async", body);
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(call("GET", path, "").body());
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.baseUri() + path + "?directory=" + folder))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
