package dev.modeldispatch.core.tool;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.ServerCall;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools before an opencode server, at the port that a call names. */
@Timeout(60)
class OpencodeToolsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Pattern PRESERVED =
      Pattern.compile(
          "\n\\[dispatch note] Session preserved: (ses_\\w+)"
              + " \\(pass sessionId to continue conversation\\)$");

  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final ModelTools tools = ModelDispatch.opencodeTools(ToolOptions.standard());

  @AfterEach
  void close() {
    tools.close();
    server.close();
  }

  @Test
  void answerComesFromTheServerAtThePortAndLeavesNoSession() {
    server.model("fake/a").answers("Blue.");

    assertThat(dispatch("'model':'a'"))
        .matches("--- dispatch response from fake/a \\((\\d+ms|\\d+\\.\\ds)\\) ---\nBlue\\.");
    assertThat(server.openSessions()).isEmpty();
    assertThat(titles()).containsExactly("dispatch → fake/a");
  }

  @Test
  void conversationIsKeptContinuedAndThenRemoved() {
    server.model("fake/a").answers("Blue.");

    String id = preserved(dispatch("'model':'a','cleanup':false"));
    assertThat(server.openSessions()).containsExactly(id);
    assertThat(preserved(dispatch("'model':'a','sessionId':'" + id + "'"))).isEqualTo(id);
    assertThat(dispatch("'model':'a','cleanup':true,'sessionId':'" + id + "'")).endsWith("Blue.");

    assertThat(server.createdSessions()).containsExactly(id);
    assertThat(server.openSessions()).isEmpty();
  }

  @Test
  void sessionIsKeptAfterAFailureToo() {
    server.model("fake/a").fails(FailureKind.RATE_LIMITED).then().finishes("", "stop");

    String error = dispatch("'model':'a','cleanup':false");
    assertThat(error).startsWith("[dispatch error] rate_limited: ").hasSizeLessThan(500);
    assertThat(server.openSessions()).containsExactly(preserved(error));

    assertThat(dispatch("'model':'a'")).startsWith("[dispatch warning] empty_answer: ");
    assertThat(server.openSessions()).containsExactly(preserved(error));
  }

  @Test
  void sessionIsKeptAfterATimeoutAndGoesWithoutTheWish() {
    server.model("fake/a").hangs();

    String kept = dispatch("'model':'a','cleanup':false,'timeout':0.4");
    String gone = dispatch("'model':'a','timeout':0.4");

    assertThat(kept)
        .startsWith("[dispatch error] deadline_exceeded: fake/a did not respond within");
    assertThat(gone)
        .isEqualTo(
            "[dispatch error] deadline_exceeded: fake/a did not respond within 0.4s.\n"
                + "Hint: Consider increasing the timeout or using a faster model.");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(server.openSessions()).containsExactly(preserved(kept)));
    assertThat(server.abortedSessions()).hasSize(2);
  }

  @Test
  void failedCleanupIsANote() {
    server.model("fake/a").answers("Blue.");
    server.refuseDeletes();

    assertThat(dispatch("'model':'a'"))
        .endsWith("---\nBlue.\n[dispatch note] Session cleanup failed (non-critical).");
  }

  @Test
  void serverThatIsNotThereIsNamedWithTheCommandThatStartsIt() throws IOException {
    int port = freePort();

    assertThat(
            tools
                .named("dispatch")
                .call(
                    "{\"provider\":\"p\",\"model\":\"a\",\"prompt\":\"Why?\",\"port\":"
                        + port
                        + "}"))
        .startsWith("[dispatch error] unreachable: ")
        .contains("http://127.0.0.1:" + port)
        .endsWith("\nHint: Start it: opencode serve --port " + port + ".");
  }

  @Test
  void providerThatIsNotConnectedIsNamedWithThoseThatAre() {
    server.model("fake/a").answers("Blue.");
    server.knows("openai");

    assertThat(call("dispatch", "'provider':'openai','model':'x','prompt':'Why?'"))
        .isEqualTo(
            "[dispatch error] provider_not_connected: Provider 'openai' is not connected. Connected"
                + " providers: fake\nHint: Run '/connect openai' in opencode, or pick a connected"
                + " one.");
    assertThat(server.createdSessions()).isEmpty();
  }

  @Test
  void sessionWithoutAnIdIsAnError() {
    var odd =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    odd.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    odd.stubFor(get("/global/health").willReturn(okJson("{\"healthy\":true}")));
    odd.stubFor(
        get("/global/event")
            .willReturn(
                ok("data: {\"payload\":{\"type\":\"server.connected\"}}\n\n")
                    .withHeader("Content-Type", "text/event-stream")));
    odd.start();
    try {
      assertThat(
              tools
                  .named("dispatch")
                  .call(
                      "{\"provider\":\"p\",\"model\":\"a\",\"prompt\":\"Why?\",\"port\":"
                          + odd.port()
                          + "}"))
          .isEqualTo(
              "[dispatch error] server_error: the opencode server at http://127.0.0.1:"
                  + odd.port()
                  + " made no session.\nHint: Common causes: the provider is down, or the server"
                  + " between is. Try again, or use another model.");
    } finally {
      odd.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "{}", "'{\"error\":{\"message\":\"no\"}}'"})
  void replyWithoutAMessageIsAnError(String body) {
    server.model("fake/a").replies(200, "application/json", body);

    assertThat(dispatch("'model':'a'"))
        .startsWith(
            "[dispatch error] malformed_response: fake/a: the opencode server answered without a"
                + " message.\nHint: Common causes: ");
  }

  @Test
  void upstreamErrorIsToldWithStatusAndMessage() {
    server.model("fake/a").fails(FailureKind.PERMISSION_DENIED);

    assertThat(dispatch("'model':'a'"))
        .startsWith(
            "[dispatch error] permission_denied: fake/a returned an API error. Error: APIError"
                + " (403) — Country, region, or territory not supported.\nHint: ");
  }

  @Test
  void replyWithoutTextIsAWarningWithoutSecrets() {
    server.model("fake/a").reasoning("key sk-secret12345").finishes("", "stop");

    assertThat(dispatch("'model':'a'"))
        .startsWith("[dispatch warning] empty_answer: fake/a: the model ended normally")
        .contains("\nReply: [{\"", "step-start")
        .doesNotContain("sk-secret12345");
  }

  @Test
  void structuredAnswerIsCheckedAndPassedWhole() {
    server.model("fake/a").structured("{\"v\":1}").then().structured("{\"v\":\"x\"}");
    String schema =
        "'model':'a','jsonSchema':'{\\'properties\\':{\\'v\\':{\\'type\\':\\'number\\'}}}'";

    assertThat(dispatch(schema)).contains(" [structured-json] (").endsWith("---\n{\"v\":1}");
    assertThat(dispatch(schema))
        .startsWith(
            "[dispatch error] structured_output: Structured output failed after 0 retries: /v:"
                + " expected number\nHint: ");
  }

  @Test
  void onlyTheDisconnectedTargetOfABatchFails() {
    server.model("fake/a").answers("Blue.");
    server.model("fake/b").fails(FailureKind.OVERLOADED);
    server.knows("openai");

    String text =
        call(
            "batch-dispatch",
            "'prompt':'Why?','models':[{'provider':'fake','model':'a'},"
                + "{'provider':'openai','model':'x'},{'provider':'fake','model':'b'}]");

    assertThat(text)
        .containsSubsequence(
            "--- fake/a [OK] (",
            "\nBlue.\n",
            "--- openai/x [ERROR] (",
            "provider_not_connected: Provider 'openai' is not connected.",
            "--- fake/b [ERROR] (",
            "overloaded: ",
            "Success: 1/3 | Errors: 2 | Wall time: ");
    assertThat(titles()).containsExactlyInAnyOrder("batch → fake/a", "batch → fake/b");
    assertThat(server.openSessions()).isEmpty();
  }

  @Test
  void cancelledCallAbortsAndDeletesItsSession() throws Exception {
    server.model("fake/a").hangs();
    var call =
        tools
            .named("dispatch")
            .callAsync(arguments("'provider':'fake','model':'a','prompt':'Why?'"));
    server.awaitRequests(1, SOON);

    call.cancel(true);

    server.awaitNoSessions(SOON);
    assertThat(server.abortedSessions()).hasSize(1);
  }

  @Test
  void listsAndPreflightAskTheServer() {
    server.model("fake/a").answers("Blue.");

    assertThat(call("list-models", "")).startsWith("=== list-models: 1 providers ===\nfake (1): a");
    assertThat(
            call(
                "preflight",
                "'models':[{'provider':'fake','model':'a'},{'provider':'x','model':'y'}]"))
        .startsWith("=== preflight of 2 models ===\nfake/a: ready\nx/y: not ready. ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void whatIsConnectedWinsOverThePort(int port) {
    try (var direct = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("p", direct.baseUri()).build()) {
      direct.model("a").answers("Blue.");

      String text =
          models
              .tools()
              .named("dispatch")
              .call(
                  "{\"provider\":\"p\",\"model\":\"a\",\"prompt\":\"Why?\",\"port\":" + port + "}");

      assertThat(text).endsWith("---\nBlue.");
      assertThat(models.tools()).isSameAs(models.tools());
    }
  }

  @Test
  void numberOfPortsIsBounded() throws IOException {
    for (int i = 1; i <= 16; i++) {
      assertThat(list(i)).startsWith("=== list-models: 1 providers ===\nopencode: no list. ");
    }

    assertThat(list(17))
        .startsWith("[dispatch error] invalid_request: port 17: 16 ports are in use already; use");
  }

  private String list(int port) {
    return tools.named("list-models").call("{\"port\":" + port + "}");
  }

  private List<String> titles() {
    return server.calls().stream()
        .filter(call -> call.method().equals("POST") && call.path().equals("/session"))
        .map(ServerCall::requestJson)
        .map(body -> body.path("title").asText())
        .toList();
  }

  private String dispatch(String arguments) {
    return call("dispatch", "'provider':'fake','prompt':'Why?'," + arguments);
  }

  private String call(String tool, String arguments) {
    return tools.named(tool).call(arguments(arguments));
  }

  private String arguments(String arguments) {
    String port = (arguments.isEmpty() ? "" : ",") + "'port':" + server.baseUri().getPort();
    return ("{" + arguments + port + "}").replace('\'', '"');
  }

  private static String preserved(String text) {
    Matcher note = PRESERVED.matcher(text);
    assertThat(note.find()).as(text).isTrue();
    return note.group(1);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
