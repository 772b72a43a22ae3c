package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.opencode.OpencodeSessions.At;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import dev.modeldispatch.testkit.VirtualTime;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeScript;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the real server cannot be made to do to an agent's session at will. */
@Timeout(60)
class AgentTroubleTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration SELDOM = Duration.ofSeconds(5);
  private static final Duration OFTEN = Duration.ofMillis(150);
  private static final Duration NEVER = Duration.ofHours(1);

  private final FakeAgents world = new FakeAgents(OpencodeVersion.LATEST);
  private final FakeOpencodeServer server = world.server();

  @TempDir Path folder = Path.of("");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theEndIsHeardThoughTheEventStreamBrokeMeanwhile() throws Exception {
    try (var rig = rig(SELDOM)) {
      var release = new CountDownLatch(1);
      var at = working(rig, release);
      var heard = rig.hearEnd(at);

      server.dropEvents();
      release.countDown();

      assertThat(heard).succeedsWithin(SOON).extracting(Status::doing).isEqualTo(Doing.IDLE);
    }
  }

  @Test
  void theEndIsHeardThoughNoEventEverComes() throws Exception {
    server.lagEvents(NEVER);
    try (var rig = rig(OFTEN)) {
      var release = new CountDownLatch(1);
      var at = working(rig, release);
      var heard = rig.hearEnd(at);

      release.countDown();

      assertThat(heard).succeedsWithin(SOON).extracting(Status::doing).isEqualTo(Doing.IDLE);
    }
  }

  @Test
  void anAskIsRejectedThoughNoEventToldOfIt() throws Exception {
    server.lagEvents(NEVER);
    try (var rig = rig(OFTEN)) {
      var target = world.next();
      world.script(target).asksPermission("external_directory");
      var at = rig.create(folder, target);
      rig.prompt(at, "do it");

      var end = rig.turn(at);

      assertThat(AgentContract.failure(end).kind()).isEqualTo(FailureKind.TOOL_DENIED);
      assertThat(AgentContract.failure(end).evidence()).contains("external_directory");
      assertThat(server.settledAsks()).isNotEmpty();
    }
  }

  @Test
  void aTurnThatEndedAtAnAskSaysSo() throws Exception {
    try (var rig = rig(SELDOM)) {
      var target = world.next();
      world.script(target).asksPermission("bash");
      var at = rig.create(folder, target);
      rig.prompt(at, "do it");

      assertThat(AgentContract.failure(rig.turn(at)).kind()).isEqualTo(FailureKind.TOOL_DENIED);
    }
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aServerThatDiesInTheMiddleIsNoHang(OpencodeVersion version) throws Exception {
    try (var dying = new FakeAgents(version);
        var rig = new AgentRig(dying.options().heartbeat(OFTEN).build())) {
      var at = rig.create(folder, dying.silent());
      rig.prompt(at, "do it");
      var heard = rig.hear(at);

      dying.server().close();

      await().atMost(SOON).until(() -> heard.stream().anyMatch(s -> s.doing() == Doing.LOST));
      await()
          .during(OFTEN.multipliedBy(4))
          .atMost(SOON)
          .until(() -> heard.stream().filter(s -> s.doing() == Doing.LOST).count() == 1);
      assertThat(heard.get(heard.size() - 1).failure()).isPresent();
    }
  }

  @Test
  void aPromptWhoseAnswerGotLostIsNotSentAgain() throws Exception {
    try (var rig = rig(SELDOM)) {
      var target = world.next();
      world.script(target).unanswered().answers("Done.");
      var at = rig.create(folder, target);
      assertThatThrownBy(() -> rig.prompt(at, "do it")).hasMessageContaining("connection");
      server.awaitRest(SOON);
      await().atMost(SOON).until(() -> rig.look(at).usage().totalTokens() > 0);

      rig.prompt(at, "do it");

      assertThat(rig.turn(at).failure()).isEmpty();
      assertThat(server.promptRequests()).isEqualTo(1);
    }
  }

  @Test
  void aPromptThatGotLostIsSentAgain() throws Exception {
    try (var rig = rig(SELDOM)) {
      var target = world.next();
      world.script(target).unanswered().swallows().then().answers("Done.");
      var at = rig.create(folder, target);
      assertThatThrownBy(() -> rig.prompt(at, "do it")).hasMessageContaining("connection");
      assertThat(rig.look(at).doing()).isEqualTo(Doing.IDLE);

      rig.prompt(at, "do it");

      assertThat(rig.turn(at).failure()).isEmpty();
      assertThat(server.promptRequests()).isEqualTo(2);
    }
  }

  @Test
  void aPromptOfWhichNothingComesIsAFailure() throws Exception {
    var time = new VirtualTime();
    try (var rig = new AgentRig(world.options().heartbeat(SELDOM).build(), time, time)) {
      var target = world.next();
      world.script(target).swallows();
      var at = rig.create(folder, target);
      rig.prompt(at, "do it");
      for (int second = 0; second < 29; second++) {
        assertThat(rig.look(at).doing()).isEqualTo(Doing.TAKEN);
        time.advance(Duration.ofSeconds(1));
      }

      time.advance(Duration.ofSeconds(1));

      var why = AgentContract.failure(rig.look(at));
      assertThat(why.kind()).isEqualTo(FailureKind.SERVER_ERROR);
      assertThat(why.message()).contains("nothing came of it");
    }
  }

  @Test
  void anAgentIsInterruptedByAnAbort() throws Exception {
    try (var rig = rig(SELDOM)) {
      var interrupted = new CompletableFuture<Boolean>();
      var target = world.next();
      world
          .script(target)
          .works(
              task -> {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  interrupted.complete(true);
                }
              });
      var at = rig.create(folder, target);
      rig.prompt(at, "do it");
      await().atMost(SOON).until(() -> rig.look(at).doing() == Doing.BUSY);

      AgentRig.of(rig.sessions().end(at));

      assertThat(interrupted).succeedsWithin(SOON);
    }
  }

  @Test
  void aListenerThatThrowsHarmsNobody() throws Exception {
    try (var rig = rig(SELDOM)) {
      var at = rig.create(folder, world.answers("Done."));
      AgentRig.of(
          rig.sessions()
              .watch(
                  at,
                  status -> {
                    throw new IllegalStateException("a mistake");
                  }));
      List<Status> heard = rig.hear(at);

      rig.prompt(at, "do it");

      assertThat(rig.turn(at).doing()).isEqualTo(Doing.IDLE);
      await().atMost(SOON).until(() -> heard.stream().anyMatch(s -> s.doing() == Doing.IDLE));
    }
  }

  @Test
  void whoNoLongerListensHearsNothing() throws Exception {
    try (var rig = rig(SELDOM)) {
      var at = rig.create(folder, world.answers("Done."));
      List<Status> heard = new CopyOnWriteArrayList<>();
      AgentRig.of(rig.sessions().watch(at, heard::add)).run();

      rig.prompt(at, "do it");

      assertThat(rig.turn(at).doing()).isEqualTo(Doing.IDLE);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void closingLeavesNoThreadAndNoStream() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (var rig = rig(SELDOM)) {
      var at = rig.create(folder, world.silent());
      rig.prompt(at, "do it");
      rig.hear(at);
      server.awaitRequests(1, SOON);
      server.awaitIdle(SOON);
    }

    await().atMost(SOON).untilAsserted(() -> assertNoThread(before));
    server.awaitEventStreams(0, SOON); // other idle connections go with the JDK's client
  }

  @Test
  void aPromptThatHasNotBegunIsAbortedUntilItHasEnded() throws Exception {
    try (var rig = rig(SELDOM)) {
      var target = world.next();
      world.script(target).swallows();
      var at = rig.create(folder, target);
      rig.prompt(at, "do it");

      var ending = rig.sessions().end(at);

      await().atMost(SOON).until(() -> server.abortedSessions().size() >= 2);
      assertThat(ending).isNotDone();
    }
  }

  @Test
  void aClosedPlugHearsNoMore() throws Exception {
    try (var rig = rig(SELDOM)) {
      rig.create(folder, world.answers("Done."));

      rig.sessions().close();

      server.awaitEventStreams(0, SOON);
    }
  }

  @Test
  void anIdThatIsNoneReachesNoServer() {
    try (var rig = rig(SELDOM)) {
      assertThatThrownBy(() -> rig.look(new At("/work", "../provider")))
          .hasMessageContaining("session id");
      assertThat(server.calls()).isEmpty();
    }
  }

  private AgentRig rig(Duration heartbeat) {
    return new AgentRig(world.options().heartbeat(heartbeat).build());
  }

  private At working(AgentRig rig, CountDownLatch release) throws Exception {
    var target = world.next();
    OpencodeScript.Worker patient = task -> release.await();
    world.script(target).works(patient);
    var at = rig.create(folder, target);
    rig.prompt(at, "do it");
    await().atMost(SOON).until(() -> rig.look(at).doing() == Doing.BUSY);
    return at;
  }

  private static void assertNoThread(Set<Thread> before) {
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("dispatch-"));
  }
}
