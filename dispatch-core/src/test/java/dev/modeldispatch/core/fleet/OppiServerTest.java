package dev.modeldispatch.core.fleet;

import static dev.modeldispatch.core.fleet.OppiPlug.failure;
import static dev.modeldispatch.core.fleet.OppiPlug.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over REST. */
@Timeout(60)
class OppiServerTest {
  private final FakeOppiServer fake = FakeOppiServer.start();
  private final OppiPlug plug = OppiPlug.to(fake);
  @TempDir private Path folder;

  @AfterEach
  void close() {
    plug.close();
    fake.close();
  }

  @Test
  void aSessionIsMadeWithNameModelAndThinkingAndWithoutAPrompt() {
    var opening =
        new SessionServer.Opening(
            OppiPlug.PLACE,
            "tidy up",
            Optional.of(ModelTarget.of("anthropic", "m")),
            Optional.of(SessionOrder.Thinking.HIGH));

    var state = soon(plug.server().create(opening));

    assertThat(state.status()).isEqualTo(Status.READY);
    assertThat(state.key()).isEqualTo(new SessionServer.Key("w", "session-1"));
    assertThat(fake.calls().get(0).requestBody())
        .isEqualTo("{\"name\":\"tidy up\",\"model\":\"anthropic/m\",\"thinking\":\"high\"}");
    assertThat(fake.promptRequests()).isZero();
  }

  @Test
  void aSessionThatIsBeingMadeIsStarting() {
    fake.sessions().startsFor(Duration.ofMinutes(5));

    var session = plug.create();

    assertThat(plug.status(session)).isEqualTo(Status.STARTING);
  }

  @Test
  void aLimitIsNamedAndNotThePlugsOwn() {
    fake.limitPerWorkspace(1);
    plug.create();
    var opening = new SessionServer.Opening(OppiPlug.PLACE, "", Optional.empty(), Optional.empty());

    var here = failure(plug.server().create(opening));
    fake.limitPerWorkspace(5);
    fake.limitSessions(1);
    var all = failure(plug.server().create(opening));

    assertThat(here.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(here.retryable()).isTrue();
    assertThat(here.hint()).contains("of a workspace", "SESSION_LIMIT_WORKSPACE");
    assertThat(all.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(all.hint()).contains("of the server", "SESSION_LIMIT_GLOBAL");
  }

  @Test
  void aWorkspaceIsFoundByItsIdOrByItsNameInAnyCase() {
    fake.workspace("other", "Other", folder);

    assertThat(soon(plug.server().place("other")).name()).isEqualTo("Other");
    var byName = soon(plug.server().place("oTHEr"));

    assertThat(byName.id()).isEqualTo("other");
    assertThat(byName.folder()).contains(folder);
    assertThat(soon(plug.server().place("SHOP")).folder()).isEmpty();
  }

  @Test
  void anUnknownWorkspaceFailsWithTheValidChoices() {
    fake.workspace("other", "Other", folder);

    var why = failure(plug.server().place("shed"));

    assertThat(why.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(why.message()).contains("'shed'");
    assertThat(why.hint()).contains("'Shop', 'Other'");
  }

  @Test
  void aNameOfTwoWorkspacesHasToBeAnId() {
    fake.workspace("a", "Twin", folder);
    fake.workspace("b", "twin", folder);

    var why = failure(plug.server().place("TWIN"));

    assertThat(why.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(why.hint()).contains("'a', 'b'");
  }

  @Test
  void aSessionIsEndedAndEndingItAgainIsNoFailure() {
    var session = plug.create();

    assertThat(soon(plug.server().end(session)).status()).isEqualTo(Status.STOPPED);
    assertThat(soon(plug.server().end(session)).status()).isEqualTo(Status.STOPPED);

    assertThat(plug.status(session)).isEqualTo(Status.STOPPED);
    fake.assertClean();
  }

  @Test
  void aSessionThatTakesItsTimeToEndIsStopping() throws Exception {
    fake.sessions().stopsFor(Duration.ofMillis(200));
    var session = plug.create();

    assertThat(soon(plug.server().end(session)).status()).isEqualTo(Status.STOPPING);

    fake.awaitStatus(session.id(), "stopped", Duration.ofSeconds(10));
    assertThat(plug.status(session)).isEqualTo(Status.STOPPED);
  }

  @Test
  void aSessionIsRemovedAndOneThatIsGoneIsStopped() {
    var session = plug.create();

    soon(plug.server().remove(session));
    soon(plug.server().remove(session));

    assertThat(fake.deletedSessions()).containsExactly(session.id());
    assertThat(plug.status(session)).isEqualTo(Status.STOPPED);
    assertThat(soon(plug.server().end(session)).status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void anAbortChangesNothingAndSaysHowTheSessionIs() {
    fake.sessions().hangs();
    var session = plug.create();
    plug.prompt(session, "t1");

    assertThat(soon(plug.server().abort(session)).status()).isEqualTo(Status.BUSY);

    assertThat(fake.status(session.id())).isEqualTo("busy");
    assertThat(fake.stops()).isEmpty();
  }

  @Test
  void anotherTokenIsRejectedEverywhere() {
    try (var wrong = new OppiPlug(fake.baseUri(), "wrong-token")) {
      var server = wrong.server();
      var session = new SessionServer.Key("w", "session-1");

      assertThat(failure(server.place("w")).kind()).isEqualTo(FailureKind.AUTH_REJECTED);
      assertThat(failure(server.look(session)).kind()).isEqualTo(FailureKind.AUTH_REJECTED);
      var watched = failure(server.watch(session, state -> {}));

      assertThat(watched.kind()).isEqualTo(FailureKind.AUTH_REJECTED);
      assertThat(watched.httpStatus()).hasValue(401);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    fake.refuseConnections();

    var session = new SessionServer.Key("w", "session-1");

    assertThat(failure(plug.server().look(session)).kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failure(plug.server().watch(session, state -> {})).kind())
        .isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  void anIdStaysOneStepOfThePath() {
    fake.workspace("a b/c", "Odd", folder);
    var server = plug.server();
    var place = new SessionServer.Place("a b/c", "Odd", Optional.empty());

    var made =
        soon(
            server.create(
                new SessionServer.Opening(place, "", Optional.empty(), Optional.empty())));
    var why = failure(server.look(new SessionServer.Key("..", "session-1")));

    assertThat(made.status()).isEqualTo(Status.READY);
    assertThat(why.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(fake.unmatched()).isEmpty();
  }

  @Test
  void theServerTellsNoModelsAndNoWrites() {
    var session = new SessionServer.Key("w", "session-1");

    assertThat(soon(plug.server().preflight(ModelTarget.of("a", "m")))).isEmpty();
    assertThat(soon(plug.server().writes(session))).isEmpty();
    assertThat(plug.server().abilities()).isEmpty();
    assertThat(fake.calls()).isEmpty();
  }

  @Test
  void theCloseLeavesNoSocketAndNoThread() {
    fake.sessions().hangs();
    Set<Thread> before = threads();
    try (var own = OppiPlug.to(fake)) {
      var session = own.create();
      own.watch(session);
      own.prompt(session, "t1");
      assertThat(threads()).hasSizeGreaterThan(before.size());
    }

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(before).containsAll(threads());
              assertThat(fake.openStreams()).isZero();
            });
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dispatch-"))
        .collect(Collectors.toSet());
  }

  @Test
  void aPlugThatIsClosedAsksNothingAndEndsNoSession() throws Exception {
    fake.sessions().hangs();
    var session = plug.create();
    plug.prompt(session, "t1");

    plug.close();

    fake.awaitStreams(0, Duration.ofSeconds(10));
    assertThat(failure(plug.server().watch(session, state -> {})).kind())
        .isEqualTo(FailureKind.CANCELLED);
    assertThat(failure(plug.server().look(session)).kind()).isEqualTo(FailureKind.CANCELLED);
    assertThat(fake.status(session.id())).isEqualTo("busy");
  }
}
