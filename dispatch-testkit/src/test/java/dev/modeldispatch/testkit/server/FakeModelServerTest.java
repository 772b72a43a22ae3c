package dev.modeldispatch.testkit.server;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeModelServerTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final FakeModelServer server = FakeModelServer.start();
  private final ChatClient client = new ChatClient(server.baseUri());

  @Test
  void anUnknownModelIsToldWithThoseThatAreKnown() throws Exception {
    server.model("quick").answers("blue");
    server.model("slow").hangs();

    new DialectClient(server, FakeModelServer.Dialect.OPENAI).ask("qick");
    server.awaitIdle(SOON);

    assertThat(server.toString()).contains("plays unknown model (scripted: quick, slow)");
    assertThatThrownBy(() -> server.awaitClientClose("slwo", SOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no model is called 'slwo'; scripted are [quick, slow]");
  }

  @Test
  void aSecondScriptForOneModelIsRefusedWithWhatCanBeSaidInstead() {
    server.model("m").answers("blue");

    assertThatThrownBy(() -> server.model("m").answers("green"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'m'")
        .hasMessageContaining("a behaviour already (answers)")
        .hasMessageContaining("then()");
  }

  @AfterEach
  void closeAll() {
    server.close();
  }

  @Test
  void aModelAnswersInTheProvidersForm() throws Exception {
    server.model("quick").using(Usage.exact(3, 4)).answers("blue");

    var response = client.ask("quick");

    assertThat(response.statusCode()).isEqualTo(200);
    var body = ChatClient.json(response);
    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("blue");
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(4);
    assertThat(body.at("/model").asText()).isEqualTo("quick");
    server.awaitIdle(SOON);
    server.assertClean();
  }

  @Test
  void aFailureHasTheProvidersStatusBodyAndHeaders() throws Exception {
    server.model("busy").header("retry-after", "2").fails(FailureKind.RATE_LIMITED);

    var response = client.ask("busy");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(ChatClient.json(response).at("/error/code").asText())
        .isEqualTo("rate_limit_exceeded");
    assertThat(response.headers().firstValue("retry-after")).contains("2");
    assertThat(response.headers().firstValue("x-ratelimit-reset-requests")).contains("20s");
  }

  @Test
  void aModelFailsTwiceAndThenAnswers() {
    server.model("m").fails(503, "{}").times(2).then().answers("well");

    var statuses = IntStream.range(0, 4).mapToObj(i -> client.ask("m").statusCode()).toList();

    assertThat(statuses).containsExactly(503, 503, 200, 200);
  }

  @Test
  void anUnknownModelIsToldAsTheProviderTellsIt() throws Exception {
    var response = client.ask("nobody");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(ChatClient.json(response).at("/error/code").asText()).isEqualTo("model_not_found");
    server.awaitIdle(SOON);
    server.assertClean();
  }

  @Test
  void theModelsAreListed() throws Exception {
    server.model("b").answers("b");
    server.model("a").answers("a");

    var body = ChatClient.json(client.get("/models"));

    assertThat(body.at("/data").findValuesAsText("id")).containsExactly("a", "b");
  }

  @Test
  void anUnmatchedRequestFailsTheTest() throws Exception {
    var response = client.get("/nowhere");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThatThrownBy(server::assertClean)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /v1/nowhere")
        .hasMessageContaining("wireMock()");
  }

  @Test
  void aStubOfWireMockWinsOverTheScripts() throws Exception {
    server.model("m").answers("scripted");
    server.wireMock().stubFor(post("/v1/chat/completions").willReturn(ok("stubbed")));
    server.wireMock().stubFor(get("/v1/health").willReturn(aResponse().withFixedDelay(20)));

    assertThat(client.ask("m").body()).isEqualTo("stubbed");
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
    assertThat(server.promptRequests()).isEqualTo(1);
    server.awaitIdle(SOON);
    server.assertClean();
  }

  @Test
  void theServerSeesTheClientHangUpWhileItHoldsTheReplyBack() throws Exception {
    server.model("stuck").hangs();
    var call = client.askAsync("stuck");
    server.awaitRequests(1, SOON);

    call.cancel(true);
    server.awaitIdle(SOON);

    assertThat(server.promptCalls("stuck"))
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.clientClosedAt()).isPresent();
              assertThat(seen.answeredAt()).isEmpty();
            });
    server.awaitAllClosed(SOON);
    server.assertClean();
  }

  @Test
  void aCallThatGoesOnFailsTheTest() throws Exception {
    server.model("stuck").hangs();
    var call = client.askAsync("stuck");
    server.awaitRequests(1, SOON);

    assertThatThrownBy(server::assertClean).hasMessageContaining("still going on");

    call.cancel(true);
  }

  @Test
  void aDelayedAnswerTakesThatLong() throws Exception {
    server.model("slow").after(Duration.ofMillis(80)).answers("late");

    client.ask("slow");
    server.awaitIdle(SOON);

    var seen = server.promptCalls().get(0);
    assertThat(seen.answeredAt().orElseThrow().minus(seen.arrivedAt()))
        .isBetween(Duration.ofMillis(78), Duration.ofSeconds(3));
  }

  @Test
  void theJournalShowsTheRequestOnRequestAndNoKeyOtherwise() throws Exception {
    server.model("quick").answers("secret answer");

    client.ask("quick");
    server.awaitIdle(SOON);

    var seen = server.promptCalls().get(0);
    assertThat(seen.requestJson().at("/messages/0/content").asText()).isEqualTo("secret prompt");
    assertThat(seen.header("authorization")).contains("Bearer sk-secret");
    assertThat(seen.played()).isEqualTo("answers");
    assertThat(seen.status()).hasValue(200);
    assertThat(seen.bytesSent()).isGreaterThan(100);
    assertThat(server + "" + seen).doesNotContain("secret");
    assertThat(server.journalWithBodies()).contains("secret prompt").doesNotContain("sk-secret");
  }

  @Test
  void refusedConnectionsAreRefusedAndTakenAgain() {
    server.model("m").answers("back");
    server.refuseConnections();

    assertThatThrownBy(() -> client.askAsync("m").get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(ClosedChannelException.class)
        .cause()
        .isInstanceOf(ConnectException.class);

    server.acceptConnections();
    assertThat(client.ask("m").statusCode()).isEqualTo(200);
  }

  @Test
  void aThousandHeldRepliesCostNoThreadsAndEachHangUpIsSeen() throws Exception {
    server.model("held").hangs();

    var calls = Stream.generate(() -> client.askAsync("held")).limit(1_000).toList();
    server.awaitRequests(1_000, Duration.ofSeconds(30));

    assertThat(fakeThreads()).isEqualTo(2);
    assertThat(server.openConnections()).isEqualTo(1_000);
    calls.forEach(call -> call.cancel(true));
    server.awaitIdle(SOON);
    assertThat(server.promptCalls()).allMatch(call -> call.clientClosedAt().isPresent());
    server.assertClean();
  }

  @Test
  void closingLeavesNoThreadAndNoConnection() throws Exception {
    server.model("stuck").hangs();
    var call = client.askAsync("stuck");
    server.awaitRequests(1, SOON);

    server.close();
    server.close();

    assertThat(call).failsWithin(SOON);
    assertThat(server.openConnections()).isZero();
    assertThat(server.promptCalls().get(0).serverClosedAt()).isPresent();
    assertThat(server.toString()).contains("closed by the server");
    assertThat(fakeThreads()).isZero();
  }

  @Test
  void twoBehavioursForOneModelAreRefused() {
    server.model("m").answers("one");

    assertThatThrownBy(() -> server.model("m").answers("two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'m'")
        .hasMessageContaining("then()");
  }

  @Test
  void aKindThatNoErrorReplyTellsIsRefusedWithTheValidOnes() {
    assertThatThrownBy(() -> server.model("m").fails(FailureKind.CIRCUIT_OPEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("circuit_open")
        .hasMessageContaining("rate_limited");
  }

  @Test
  void startingIsQuick() {
    long begin = System.nanoTime();

    FakeModelServer.start().close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
  }

  private static long fakeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("fake-model-server-"))
        .count();
  }
}
