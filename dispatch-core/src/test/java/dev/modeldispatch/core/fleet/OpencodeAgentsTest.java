package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.opencode.OpencodeSessions;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class OpencodeAgentsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final Resources resources = new Resources(MonotonicTime.start(), timers, Runnable::run);
  private final HttpTransport transport =
      HttpTransport.open(HttpLimits.STANDARD, timers, resources.clock());
  private final SessionServer plug = plug(Optional.empty());

  @TempDir Path folder = Path.of("");

  @AfterEach
  void close() {
    plug.close();
    transport.close();
    timers.shutdownNow();
    server.close();
  }

  private SessionServer plug(Optional<String> standard) {
    var options = OpencodeOptions.at(server.baseUri());
    return new OpencodeAgents(
        OpencodeSessions.open(options, transport, resources, FailureRules.standard()), standard);
  }

  @Test
  void aWorkspaceIsAFolderOfThisMachine() throws Exception {
    Path real = Files.createDirectory(folder.resolve("app")).toRealPath();
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    var place = of(plug.place(link.toString()));

    assertThat(place.id()).isEqualTo(real.toString());
    assertThat(place.name()).isEqualTo("app");
    assertThat(place.folder()).contains(real);
  }

  @Test
  void noNameMeansTheServersOwnFolderOrThisOne() throws Exception {
    Path here = Path.of(".").toRealPath();
    Path real = folder.toRealPath();

    assertThat(of(plug.place(".")).folder()).contains(here);
    try (var other = plug(Optional.of(folder.toString()))) {
      assertThat(of(other.place("")).folder()).contains(real);
      assertThat(of(other.place(".")).folder()).contains(real);
    }
  }

  @Test
  void aFolderThatIsNotThereIsRefusedWithAHint() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (String named : List.of(folder.resolve("none").toString(), file.toString(), "a\0b")) {
      assertThat(plug.place(named))
          .failsWithin(SOON)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              SessionException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                assertThat(e.failure().hint()).contains("name one that exists");
              });
    }
  }

  @Test
  void aSessionGoesFromReadyOverItsTurnToStopped() throws Exception {
    server.model("fake/m").works(OpencodeScript.Worker.writing("a.txt", "x"), "a.txt");
    var key = create("fake/m");
    List<SessionState.Status> heard = new CopyOnWriteArrayList<>();
    var watching = of(plug.watch(key, state -> heard.add(state.status())));

    var taken = of(plug.prompt(key, new SessionServer.Turn("t1", "write a.txt")));
    Awaitility.await().atMost(SOON).until(() -> heard.contains(SessionState.Status.READY));
    watching.close();

    assertThat(taken.status().isAtRest()).isFalse();
    assertThat(folder.resolve("a.txt")).hasContent("x");
    assertThat(of(plug.writes(key))).containsExactly("a.txt");
    assertThat(of(plug.look(key)).usage().totalTokens()).isPositive();
    assertThat(of(plug.end(key)).status()).isEqualTo(SessionState.Status.STOPPED);
    of(plug.remove(key));
    server.assertClean();
  }

  @Test
  void aTurnThatFailsLeavesItsSessionReadyWithTheReason() throws Exception {
    server.model("fake/m").answers("never");
    var key = create("fake/nobody");

    of(plug.prompt(key, new SessionServer.Turn("t1", "do it")));
    Awaitility.await()
        .atMost(SOON)
        .until(() -> of(plug.look(key)).status() == SessionState.Status.READY);

    assertThat(of(plug.look(key)).failure())
        .hasValueSatisfying(why -> assertThat(why.kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND));
  }

  @Test
  void theServersTroubleIsTheFleets() {
    server.close();

    assertThat(plug.look(new SessionServer.Key(folder.toString(), "ses_1")))
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            SessionException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.UNREACHABLE));
  }

  @Test
  void thinkingIsTheModelsVariantAndOffIsNone() throws Exception {
    server.model("fake/m").answers("Done.");
    for (var level : List.of(SessionOrder.Thinking.HIGH, SessionOrder.Thinking.OFF)) {
      var opening =
          new SessionServer.Opening(
              of(plug.place(folder.toString())),
              "n",
              Optional.of(ModelTarget.parse("fake/m")),
              Optional.of(level));
      var key = of(plug.create(opening)).key();
      of(plug.prompt(key, new SessionServer.Turn("t", "do it")));
    }

    assertThat(server.promptCalls().get(0).requestBody()).contains("\"variant\":\"high\"");
    assertThat(server.promptCalls().get(1).requestBody()).doesNotContain("variant", "messageID");
  }

  private SessionServer.Key create(String model) throws Exception {
    var opening =
        new SessionServer.Opening(
            of(plug.place(folder.toString())),
            "n",
            Optional.of(ModelTarget.parse(model)),
            Optional.empty());
    return of(plug.create(opening)).key();
  }

  private static <T> T of(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
