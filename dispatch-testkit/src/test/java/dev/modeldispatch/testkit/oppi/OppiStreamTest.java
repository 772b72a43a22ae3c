package dev.modeldispatch.testkit.oppi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream, as the JDK's WebSocket sees it. */
@Timeout(20)
class OppiStreamTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final FakeOppiServer server = FakeOppiServer.start();
  private final OppiClient client = new OppiClient(server);

  @BeforeEach
  void anOldServer() {
    server.ignorePrompts();
    server.workspace("w", "Shop", Path.of("shop"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aPromptIsTakenAndItsTurnIsTold() {
    server.sessions().says("Well.");
    String session = client.make();
    var stream = client.stream().subscribe(session);

    stream.prompt(session, "Go on", "t1");

    var ack = stream.next("turn_ack");
    assertThat(ack.path("clientTurnId").asText()).isEqualTo("t1");
    assertThat(ack.has("duplicate")).isFalse();
    assertThat(stream.next("message_end").path("content").asText()).isEqualTo("Well.");
    assertThat(stream.next("agent_end").path("sessionId").asText()).isEqualTo(session);
    assertThat(stream.next("state").at("/session/status").asText()).isEqualTo("ready");
    assertThat(server.prompts(session)).containsExactly("Go on");
  }

  @Test
  void theResultNamesTheRequestAndTheTurnBegins() {
    server.sessions().hangs();
    String session = client.make();
    var stream = client.stream().subscribe(session);

    var result = stream.prompt(session, "Go on", "t1").next("command_result");

    assertThat(result.path("success").asBoolean()).isTrue();
    assertThat(result.path("command").asText()).isEqualTo("prompt");
    assertThat(result.path("requestId").asText()).isEqualTo("r");
    var events = client.get("/workspaces/w/sessions/" + session + "/events?since=0").body();
    assertThat(events.path("events").findValuesAsText("type")).contains("agent_start");
  }

  @Test
  void aRepeatedTurnIsADuplicateAndPromptsNothingTwice() {
    String session = client.make();
    var stream = client.stream().subscribe(session);
    stream.prompt(session, "Go on", "t1").next("command_result");

    stream.prompt(session, "Go on", "t1");

    assertThat(stream.next("turn_ack").path("duplicate").asBoolean()).isTrue();
    assertThat(stream.next("command_result").path("success").asBoolean()).isTrue();
    assertThat(server.prompts(session)).containsExactly("Go on");
    assertThat(server.duplicatePrompts()).isEqualTo(1);
    assertThat(server.promptRequests()).isEqualTo(2);
  }

  @Test
  void aTurnWithAnotherMessageIsAConflict() {
    String session = client.make();
    var stream = client.stream().subscribe(session);
    stream.prompt(session, "Go on", "t1").next("command_result");

    var result = stream.prompt(session, "Stop", "t1").next("command_result");

    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.path("error").asText()).isEqualTo("clientTurnId conflict: t1");
    assertThat(server.promptsTaken()).isEqualTo(1);
  }

  @Test
  void aStreamThatIsCutBeforeTheAnswerHasTakenThePrompt() throws Exception {
    server.sessions().dropsStreamUnanswered();
    String session = client.make();
    var stream = client.stream().subscribe(session);

    stream.prompt(session, "Go on", "t1");

    stream.awaitCut();
    assertThat(server.prompts(session)).containsExactly("Go on");
    var again = client.stream().subscribe(session).prompt(session, "Go on", "t1");
    assertThat(again.next("turn_ack").path("duplicate").asBoolean()).isTrue();
    assertThat(server.promptsTaken()).isEqualTo(1);
  }

  @Test
  void aStreamCanBeCutInTheMiddleOfATurn() throws Exception {
    var goOn = new CountDownLatch(1);
    server.sessions().works(task -> goOn.await()).dropsStreamAfter(Duration.ofMillis(20));
    String session = client.make();
    var stream = client.stream().subscribe(session);

    stream.prompt(session, "Go on", "t1").next("agent_start");

    stream.awaitCut();
    assertThat(server.status(session)).isEqualTo("busy");
    goOn.countDown();
    server.awaitStatus(session, "ready", SOON);
  }

  @Test
  void theAnswerIsHeldBackAndARepeatMeanwhileIsADuplicate() {
    server.sessions().takesPromptAfter(Duration.ofMillis(100));
    String session = client.make();
    var stream = client.stream().subscribe(session);

    stream.prompt(session, "Go on", "t1").prompt(session, "Go on", "t1");

    assertThat(stream.next("turn_ack").path("duplicate").asBoolean()).isTrue();
    assertThat(stream.next("turn_ack").has("duplicate")).isFalse();
    assertThat(server.promptsTaken()).isEqualTo(1);
  }

  @Test
  void aRefusedTurnCanBeTriedAgain() {
    server.sessions().hangs().then().refusesPrompts("No model");
    String busy = client.make();
    String refusing = client.make();
    var stream = client.stream().subscribe(busy).subscribe(refusing);
    stream.prompt(busy, "Go on", "t1").next("command_result");

    assertThat(stream.prompt(busy, "More", "t2").next("command_result").path("error").asText())
        .isEqualTo("Session is busy");
    assertThat(stream.prompt(busy, "More", "t2").next("command_result").path("error").asText())
        .isEqualTo("Session is busy");
    assertThat(stream.prompt(refusing, "Go", "t").next("command_result").path("error").asText())
        .isEqualTo("No model");
  }

  @Test
  void theThinkingLevelIsKept() {
    String session = client.make();
    var stream = client.stream().subscribe(session);

    stream.say("{'type':'set_thinking_level','sessionId':'" + session + "','level':'high'}");

    assertThat(stream.next("command_result").path("success").asBoolean()).isTrue();
    var seen = client.get("/workspaces/w/sessions/" + session).body();
    assertThat(seen.at("/session/thinkingLevel").asText()).isEqualTo("high");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'subscribe','sessionId':'none','level':'full'} | Session not found",
        "{'type':'subscribe','sessionId':'session-1','level':'half'} | Unknown level",
        "{'type':'prompt','sessionId':'session-1','message':'m'} | Not subscribed at level full",
        "{'type':'set_thinking_level','sessionId':'session-1'} | Not subscribed at level full"
      },
      quoteCharacter = '`')
  void aCommandThatDoesNotFitIsRefused(String command, String error) {
    client.make();

    var result = client.stream().say(command).next("command_result");

    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.path("error").asText()).isEqualTo(error);
    assertThat(server.promptsTaken()).isZero();
  }

  @Test
  void anUnknownCommandFailsTheTest() {
    client.stream().say("{'type':'dance'}").next("error");

    assertThat(server.unmatched()).containsExactly("command dance");
  }

  @Test
  void whoeverUnsubscribesHearsNothingMore() throws Exception {
    String session = client.make();
    var stream = client.stream().subscribe(session);
    stream.say("{'type':'unsubscribe','sessionId':'" + session + "'}").next("command_result");

    client.post("/workspaces/w/sessions/" + session + "/stop", "");
    server.pingStreams("after");

    assertThat(stream.pinged.get(5, TimeUnit.SECONDS)).isEqualTo("after");
    assertThatThrownBy(() -> stream.now("state")).isInstanceOf(AssertionError.class);
  }

  @Test
  void aStreamWithoutTheTokenIsRefused() {
    assertThatThrownBy(() -> client.stream("wrong"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
  }

  @Test
  void longMessagesAndPiecesOfThemComeWhole() throws Exception {
    String said = "ö€𝄞 ".repeat(30_000);
    server.fragmentStreams(1_000);
    server.sessions().says(said);
    String session = client.make();
    var stream = client.stream().subscribe(session);
    String message = "a".repeat(70_000);
    String head = "{\"type\":\"prompt\",\"sessionId\":\"" + session + "\",\"message\":\"";

    stream.socket().sendText(head, false).join();
    stream.socket().sendPing(ByteBuffer.wrap("mid".getBytes(StandardCharsets.UTF_8))).join();
    stream.socket().sendText(message, false).join();
    stream.socket().sendText("\"}", true).join();

    assertThat(stream.ponged.get(5, TimeUnit.SECONDS)).isEqualTo("mid");
    assertThat(stream.next("message_end").path("content").asText()).isEqualTo(said);
    assertThat(server.prompts(session)).containsExactly(message);
  }

  @Test
  void aRestartCutsStreamsAndLetsTheSessionGoOn() throws Exception {
    var goOn = new CountDownLatch(1);
    server.sessions().works(task -> goOn.await()).says("Well.");
    String session = client.make();
    var stream = client.stream().subscribe(session);
    stream.prompt(session, "Go on", "t1").next("command_result");

    server.restart();
    stream.awaitCut();
    var back = client.stream().subscribe(session);
    goOn.countDown();

    assertThat(back.next("message_end").path("content").asText()).isEqualTo("Well.");
  }

  @RepeatedTest(20)
  void closingLeavesNoThread() {
    client.stream().subscribe(client.make());

    server.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(
            thread ->
                thread.isAlive() && thread.getName().equals("fake-oppi-server-" + server.number()));
  }
}
