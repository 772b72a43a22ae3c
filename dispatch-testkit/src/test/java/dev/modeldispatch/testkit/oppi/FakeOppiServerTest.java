package dev.modeldispatch.testkit.oppi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The REST side, and how sessions go. */
@Timeout(20)
class FakeOppiServerTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String PROMPTED = "{\"name\":\"n\",\"model\":\"a/m\",\"prompt\":\"Go on\"}";

  @TempDir private Path folder;
  private final FakeOppiServer server = FakeOppiServer.start();
  private final OppiClient client = new OppiClient(server);

  @BeforeEach
  void workspaces() {
    server.workspace("w", "Shop", folder);
    server.workspace("other", "Other", folder);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String at(String session, String then) {
    return "/workspaces/w/sessions/" + session + then;
  }

  private OppiClient.Answered prompted() {
    return client.post("/workspaces/w/sessions", PROMPTED);
  }

  @Test
  void workspacesAreListed() {
    var body = client.get("/workspaces").body();

    assertThat(body.at("/workspaces/0/id").asText()).isEqualTo("w");
    assertThat(body.at("/workspaces/0/name").asText()).isEqualTo("Shop");
    assertThat(body.at("/workspaces/0/hostMount").asText()).isEqualTo(folder.toString());
  }

  @Test
  void aPromptInTheCreateCallIsTakenAndWorkedOn() throws Exception {
    server.sessions().works(OppiWorker.writing("deep/a.txt", "done")).says("Well.");

    var made = prompted();
    server.awaitRest(SOON);
    server.awaitStatus(made.session(), "ready", SOON);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("prompted").asBoolean()).isTrue();
    assertThat(made.body().at("/session/model").asText()).isEqualTo("a/m");
    assertThat(folder.resolve("deep/a.txt")).hasContent("done");
    assertThat(server.prompts(made.session())).containsExactly("Go on");
    var seen = client.get(at(made.session(), "")).body();
    assertThat(seen.at("/trace/0/text").asText()).isEqualTo("Go on");
    assertThat(seen.at("/trace/1/text").asText()).isEqualTo("Well.");
  }

  @Test
  void anOldServerIgnoresThePromptAndSaysNothingOfIt() {
    server.ignorePrompts();

    var made = prompted();

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().has("prompted")).isFalse();
    assertThat(made.sessionStatus()).isEqualTo("ready");
    assertThat(server.promptsTaken()).isZero();
  }

  @Test
  void aRefusedPromptLeavesItsSession() {
    server.sessions().refusesPrompts("No model");

    var made = prompted();

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("prompted").asBoolean(true)).isFalse();
    assertThat(server.openSessions()).containsExactly(made.session());
  }

  @Test
  void aStartingSessionKeepsItsPromptUntilItIsReady() throws Exception {
    server.sessions().startsFor(Duration.ofMillis(80)).hangs();

    var made = prompted();

    assertThat(made.sessionStatus()).isEqualTo("starting");
    assertThat(server.runningSessions()).isEmpty();
    server.awaitStatus(made.session(), "busy", SOON);
  }

  @Test
  void theAnswerToAPromptIsHeldBack() {
    server.sessions().takesPromptAfter(Duration.ofMillis(120));
    long start = System.nanoTime();

    prompted();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(120));
  }

  @Test
  void aTurnEndsWithAnErrorAfterItsTime() throws Exception {
    server.sessions().worksFor(Duration.ofMillis(30)).endsWithError("out of tokens");

    var made = prompted();

    assertThat(made.sessionStatus()).isEqualTo("busy");
    server.awaitStatus(made.session(), "error", SOON);
    assertThat(client.get(at(made.session(), "")).body().at("/session/warnings/0").asText())
        .isEqualTo("out of tokens");
    server.assertClean();
  }

  @Test
  void aWorkerThatThrowsFailsItsSessionAndTheTest() throws Exception {
    server.sessions().works(task -> Files.readString(task.workspace().resolve("missing")));

    var made = prompted();
    server.awaitStatus(made.session(), "error", SOON);

    assertThatThrownBy(server::assertClean).hasMessageContaining("worker of session");
  }

  @Test
  void aStopEndsAHangingSessionAndStoppingAgainIsFine() {
    server.sessions().hangs();
    String session = prompted().session();

    var stopped = client.post(at(session, "/stop"), "");

    assertThat(stopped.body().path("ok").asBoolean()).isTrue();
    assertThat(stopped.sessionStatus()).isEqualTo("stopped");
    assertThat(client.post(at(session, "/stop"), "").sessionStatus()).isEqualTo("stopped");
    assertThat(server.stops()).containsExactly(session, session);
    server.assertClean();
  }

  @Test
  void aStopInterruptsTheWorker() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    server
        .sessions()
        .works(
            task -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    String session = prompted().session();
    begun.await();

    client.post(at(session, "/stop"), "");

    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(server.status(session)).isEqualTo("stopped");
    server.assertClean();
  }

  @Test
  void theFirstStopCanBeIgnored() {
    server.sessions().hangs().ignoresStops(1);
    String session = prompted().session();

    assertThat(client.post(at(session, "/stop"), "").sessionStatus()).isEqualTo("busy");
    assertThat(client.post(at(session, "/stop"), "").sessionStatus()).isEqualTo("stopped");
  }

  @Test
  void aStopCanTakeItsTimeAndAStartingSessionCanBeStopped() throws Exception {
    server.sessions().startsFor(Duration.ofMinutes(5)).stopsFor(Duration.ofMillis(40));
    String session = client.make();

    assertThat(client.post(at(session, "/stop"), "").sessionStatus()).isEqualTo("stopping");
    server.awaitStatus(session, "stopped", SOON);
  }

  @Test
  void resumingIsIdempotentAndBringsAStoppedSessionBack() {
    String session = client.make();

    assertThat(client.post(at(session, "/resume"), "").sessionStatus()).isEqualTo("ready");
    client.post(at(session, "/stop"), "");
    assertThat(client.post(at(session, "/resume"), "").sessionStatus()).isEqualTo("ready");
    assertThat(client.post(at(session, "/resume"), "").status()).isEqualTo(200);
  }

  @Test
  void aDeletedSessionIsGoneWhateverItDid() {
    server.sessions().hangs();
    String session = prompted().session();

    client.call("DELETE", at(session, ""), "");

    assertThat(client.get(at(session, "")).status()).isEqualTo(404);
    assertThat(server.deletedSessions()).containsExactly(session);
    server.assertClean();
  }

  @Test
  void eventsComeSinceANumberAndForgottenOnesAreMissed() throws Exception {
    server.keepEvents(3);
    String session = prompted().session();
    server.awaitRest(SOON);

    var all = client.get(at(session, "/events?since=0")).body();
    long current = all.path("currentSeq").asLong();
    var last = client.get(at(session, "/events?since=" + (current - 1))).body();

    assertThat(all.path("events")).hasSize(3);
    assertThat(all.path("catchUpComplete").asBoolean(true)).isFalse();
    assertThat(last.path("events")).hasSize(1);
    assertThat(last.path("catchUpComplete").asBoolean()).isTrue();
    assertThat(last.at("/session/id").asText()).isEqualTo(session);
    assertThat(last.at("/events/0/session/status").asText()).isEqualTo("ready");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /workspaces/none/sessions, 404, Workspace not found",
    "POST, /workspaces/none/sessions, 404, Workspace not found",
    "GET, /workspaces/w/sessions/none, 404, Session not found",
    "GET, /workspaces/other/sessions/session-1, 400, Session does not belong to this workspace",
    "GET, /workspaces/w/sessions/session-1/events?since=x, 400, since must be a non-negative integer"
  })
  void whatDoesNotExistIsToldAsAnError(String method, String path, int status, String error) {
    client.make();

    var told = client.call(method, path, "");

    assertThat(told.status()).isEqualTo(status);
    assertThat(told.body().path("error").asText()).isEqualTo(error);
    assertThat(server.unmatched()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":1} | name must be a string",
        "{\"thinking\":\"hard\"} | Invalid thinking level",
        "{\"name\" | Invalid JSON body"
      })
  void aBodyThatIsWrongMakesNoSession(String body, String error) {
    var told = client.post("/workspaces/w/sessions", body);

    assertThat(told.status()).isEqualTo(400);
    assertThat(told.body().path("error").asText()).isEqualTo(error);
    assertThat(server.createdSessions()).isEmpty();
  }

  @Test
  void withoutTheTokenNothingIsTold() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.baseUri() + "/workspaces")).build();

    var told = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(told.statusCode()).isEqualTo(401);
    assertThat(told.body()).isEqualTo("{\"error\":\"Unauthorized\"}");
  }

  @Test
  void anUnknownRouteFailsTheTest() {
    assertThat(client.get("/nowhere").status()).isEqualTo(404);
    assertThatThrownBy(server::assertClean).hasMessageContaining("'GET /nowhere'");
  }

  @Test
  void aSessionThatIsLeftRunningFailsTheTest() {
    String session = client.make();

    assertThatThrownBy(server::assertClean).hasMessage("left running: " + session);
  }

  @Test
  void theLimitOfAWorkspaceIsToldBeforeThatOfTheServer() {
    server.limitPerWorkspace(1);
    server.limitSessions(2);
    client.make();

    var here = client.post("/workspaces/w/sessions", "{}");
    client.post("/workspaces/other/sessions", "{}");
    server.limitPerWorkspace(9);
    var anywhere = client.post("/workspaces/w/sessions", "{}");

    assertThat(here.status()).isEqualTo(429);
    assertThat(here.body().path("code").asText()).isEqualTo("SESSION_LIMIT_WORKSPACE");
    assertThat(anywhere.status()).isEqualTo(429);
    assertThat(anywhere.body().path("code").asText()).isEqualTo("SESSION_LIMIT_GLOBAL");
  }

  @Test
  void aStoppedSessionLeavesItsPlaceAndAResumedOneWantsIt() {
    server.limitSessions(1);
    String first = client.make();
    client.post(at(first, "/stop"), "");

    assertThat(client.post("/workspaces/w/sessions", "{}").status()).isEqualTo(201);
    assertThat(client.post(at(first, "/resume"), "").body().path("code").asText())
        .isEqualTo("SESSION_LIMIT_GLOBAL");
  }

  @Test
  void aRestartKeepsSessionsAndTheirWork() throws Exception {
    var goOn = new CountDownLatch(1);
    server.sessions().works(task -> goOn.await());
    String session = prompted().session();
    var uri = server.baseUri();

    server.restart();
    goOn.countDown();
    server.awaitStatus(session, "ready", SOON);

    assertThat(server.baseUri()).isEqualTo(uri);
    assertThat(client.get(at(session, "")).sessionStatus()).isEqualTo("ready");
  }

  @Test
  void aRestartCutsCallsThatAreHeld() throws Exception {
    server.sessions().takesPromptAfter(Duration.ofMinutes(5));
    var held = client.send("POST", "/workspaces/w/sessions", PROMPTED);
    while (server.createdSessions().isEmpty()) {
      Thread.onSpinWait();
    }

    server.restart();

    assertThatThrownBy(() -> held.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void sessionsGoInTheOrderOfTheScriptAndByName() {
    server.sessions().hangs().then().endsWithError("no");
    server.session("n").says("named");

    var bare = "{\"prompt\":\"p\"}";

    assertThat(client.post("/workspaces/w/sessions", bare).sessionStatus()).isEqualTo("busy");
    assertThat(prompted().sessionStatus()).isEqualTo("ready");
    assertThat(client.post("/workspaces/w/sessions", bare).sessionStatus()).isEqualTo("error");
    assertThat(client.post("/workspaces/w/sessions", bare).sessionStatus()).isEqualTo("error");
  }

  @Test
  void aHundredSessionsWorkAtOnce() throws Exception {
    var all = new CountDownLatch(100);
    server.sessions().works(task -> meet(all));
    List<CompletableFuture<OppiClient.Answered>> made =
        IntStream.range(0, 100)
            .mapToObj(i -> client.send("POST", "/workspaces/w/sessions", PROMPTED))
            .toList();

    made.forEach(CompletableFuture::join);
    server.awaitPrompts(100, SOON);
    server.awaitRest(SOON);

    assertThat(server.mostRunning()).isEqualTo(100);
  }

  private static void meet(CountDownLatch all) throws InterruptedException {
    all.countDown();
    all.await();
  }

  @Test
  void theJournalShowsNeitherTokensNorPrompts() {
    server.token("secret-token");
    prompted();

    assertThat(server.toString())
        .contains("POST /workspaces/w/sessions, token ****", "status 201")
        .doesNotContain("secret-token", "Go on");
    assertThat(server.calls().get(0).requestBody()).contains("Go on");
  }
}
