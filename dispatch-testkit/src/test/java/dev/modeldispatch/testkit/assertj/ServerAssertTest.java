package dev.modeldispatch.testkit.assertj;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.testkit.junit.Check;
import dev.modeldispatch.testkit.junit.ModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerAssertTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration SHORTLY = Duration.ofMillis(50);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private CompletableFuture<HttpResponse<String>> send(URI base, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> ask(FakeModelServer server, String model) {
    String messages = "[{\"role\":\"user\",\"content\":\"canary\"}]";
    String body = "{\"model\":\"" + model + "\",\"messages\":" + messages + "}";
    return send(server.baseUri(), "/chat/completions", body);
  }

  @Test
  void eachAssertionOnAServerSaysWhatIsThere(
      @ModelServer FakeModelServer server, @ModelServer FakeModelServer idle) throws Exception {
    server.model("quick").answers("blue");
    server.model("stuck").hangs();
    ask(server, "quick").join();
    var stuck = ask(server, "stuck");
    server.awaitRequests(2, SOON);

    var cases = cases(server, idle, stuck).toList();

    for (var one : cases) {
      one.check();
    }
    Case.assertAllOf(ModelServerAssert.class, cases.stream());
  }

  /** The last one hangs up. */
  private static Stream<Case> cases(
      FakeModelServer server, FakeModelServer idle, CompletableFuture<?> stuck) {
    return Stream.of(
        Case.of(
            "receivedPrompts",
            () -> assertThat(server).receivedPrompts(2),
            () -> assertThat(server).receivedPrompts(1),
            "Expecting 1 prompt requests but there are 2",
            "model quick, plays answers",
            "look for retries"),
        Case.of(
            "received",
            () -> assertThat(server).received("quick"),
            () -> assertThat(server).received("other"),
            "Expecting a prompt for 'other'",
            "awaitRequests(..)"),
        Case.of(
            "didNotReceive",
            () -> assertThat(server).didNotReceive("other"),
            () -> assertThat(server).didNotReceive("quick"),
            "Expecting no prompt for 'quick'"),
        Case.of(
            "sawNothing",
            () -> assertThat(idle).sawNothing(),
            () -> assertThat(server).sawNothing(),
            "Expecting no request at all",
            "/v1/chat/completions"),
        Case.of(
            "hasNoOpenCalls",
            () -> assertThat(idle).hasNoOpenCalls(),
            () -> assertThat(server).hasNoOpenCalls(),
            "Expecting no call that goes on",
            "model stuck",
            "awaitIdle(..)"),
        Case.of(
            "hasNoOpenConnections",
            () -> assertThat(idle).hasNoOpenConnections(),
            () -> assertThat(server).hasNoOpenConnections(),
            "Expecting no open connection but there are ",
            "Close the client"),
        Case.of(
            "sawClientClose",
            () -> {},
            () -> assertThat(server).as("mine").sawClientClose("stuck").within(SHORTLY),
            "[mine]",
            "Expecting a client to hang up on 'stuck' within PT0.05S",
            "Cancel the dispatch"),
        Case.of(
            "sawClientClose",
            () -> {
              stuck.cancel(true);
              assertThat(server).sawClientClose("stuck").within(SOON).hasNoOpenCalls();
            },
            () -> assertThat(server).sawClientClose("quick").within(SHORTLY),
            "hang up on 'quick'"));
  }

  @Test
  void eachAssertionOnAnOpencodeServerSaysWhatIsThere(
      @ModelServer(without = {Check.OPEN_SESSIONS, Check.RUNNING_CALLS}) FakeOpencodeServer server,
      @ModelServer FakeOpencodeServer idle)
      throws Exception {
    server.model("fake/stuck").hangs();
    String made = send(server.baseUri(), "/session", "{}").join().body();
    String session = made.replaceAll(".*\"id\":\"(ses_[^\"]+)\".*", "$1");
    String model = "{\"providerID\":\"fake\",\"modelID\":\"stuck\"}";
    String parts = "[{\"type\":\"text\",\"text\":\"canary\"}]";
    String prompt = "{\"model\":" + model + ",\"parts\":" + parts + "}";
    var running = send(server.baseUri(), "/session/" + session + "/message", prompt);
    server.awaitRequests(1, SOON);

    var cases = opencodeCases(server, idle).toList();

    for (var one : cases) {
      one.check();
    }
    Case.assertAllOf(OpencodeServerAssert.class, cases.stream());
    send(server.baseUri(), "/session/" + session + "/abort", "{}").join();
    assertThat(running.join().statusCode()).isEqualTo(200);
    assertThat(server).sawAborts(1).hasNoRunningPrompts();
  }

  private static Stream<Case> opencodeCases(FakeOpencodeServer server, FakeOpencodeServer idle) {
    return Stream.of(
        Case.of(
            "receivedPrompts",
            () -> assertThat(server).receivedPrompts(1),
            () -> assertThat(server).receivedPrompts(0),
            "Expecting 0 prompt requests but there are 1"),
        Case.of(
            "sawNothing",
            () -> assertThat(idle).sawNothing(),
            () -> assertThat(server).sawNothing(),
            "Expecting no request at all",
            "/session"),
        Case.of(
            "sawAborts",
            () -> assertThat(server).sawAborts(0),
            () -> assertThat(server).sawAborts(1),
            "Expecting 1 aborts but they are []",
            "tell the server of it"),
        Case.of(
            "hasNoSessions",
            () -> assertThat(idle).hasNoSessions(),
            () -> assertThat(server).hasNoSessions(),
            "Expecting no session but there are [ses_"),
        Case.of(
            "hasNoRunningPrompts",
            () -> assertThat(idle).hasNoRunningPrompts(),
            () -> assertThat(server).hasNoRunningPrompts(),
            "Expecting no prompt that runs",
            "awaitRest(..)"));
  }
}
