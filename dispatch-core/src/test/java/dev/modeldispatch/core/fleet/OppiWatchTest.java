package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watch hears, also over a stream that breaks. */
@Timeout(60)
class OppiWatchTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final FakeOppiServer fake = FakeOppiServer.start();
  private final OppiPlug plug = OppiPlug.to(fake);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    plug.close();
    fake.close();
  }

  @Test
  void aWatchHearsEachChangeOfATurnInOrder() throws Exception {
    fake.sessions().works(task -> goOn.await());
    var session = plug.create();
    var heard = plug.watch(session);

    plug.prompt(session, "t1");
    assertThat(heard.next().status()).isEqualTo(Status.BUSY);
    goOn.countDown();

    assertThat(heard.next().status()).isEqualTo(Status.READY);
    assertThat(heard.hasMore()).isFalse();
  }

  @Test
  void aWatchIsNotToldReadyBeforeTheTurnThatWasTaken() throws Exception {
    fake.sessions().startsFor(Duration.ofMillis(1_500)).works(task -> goOn.await());
    var session = plug.create();
    var heard = plug.watch(session);

    plug.prompt(session, "t1");
    SessionState first = heard.next();
    while (first.status() == Status.STARTING) {
      first = heard.next();
    }

    assertThat(first.status()).isEqualTo(Status.BUSY);
    goOn.countDown();
    assertThat(heard.next().status()).isEqualTo(Status.READY);
  }

  @Test
  void allSessionsAreHeardOverOneStreamEachByItsOwn() throws Exception {
    var one = plug.create();
    var two = plug.create();
    var first = plug.watch(one);
    var second = plug.watch(two);

    OppiPlug.soon(plug.server().end(two));

    assertThat(second.next(Status.STOPPED).key()).isEqualTo(two);
    assertThat(first.hasMore()).isFalse();
    assertThat(fake.openStreams()).isEqualTo(1);
  }

  @Test
  void aRestartInTheMiddleIsBridgedAndTheEndHeard() throws Exception {
    fake.sessions().works(task -> goOn.await());
    var session = plug.create();
    var heard = plug.watch(session);
    plug.prompt(session, "t1");
    heard.next(Status.BUSY);

    fake.restart();
    goOn.countDown();

    assertThat(heard.next(Status.READY).key()).isEqualTo(session);
  }

  @Test
  void anEndThatWasMissedIsLookedFor() throws Exception {
    fake.sessions().works(task -> goOn.await());
    var session = plug.create();
    var heard = plug.watch(session);
    plug.prompt(session, "t1");
    heard.next(Status.BUSY);

    fake.refuseConnections();
    fake.dropStreams();
    goOn.countDown();
    fake.awaitStatus(session.id(), "ready", SOON);
    fake.acceptConnections();

    assertThat(heard.next().status()).isEqualTo(Status.READY);
  }

  @Test
  void aBeginningThatWasMissedIsNotTakenForAnEnd() throws Exception {
    fake.sessions().startsFor(Duration.ofMillis(1_500)).works(task -> goOn.await());
    var session = plug.create();
    var heard = plug.watch(session);
    plug.prompt(session, "t1");

    fake.dropStreams();
    SessionState state = heard.next();
    while (state.status() == Status.STARTING) {
      state = heard.next();
    }

    assertThat(state.status()).isEqualTo(Status.BUSY);
    goOn.countDown();
    assertThat(heard.next(Status.READY).status()).isEqualTo(Status.READY);
  }

  @Test
  void aSessionThatIsGoneAfterTheBreakIsStopped() throws Exception {
    fake.sessions().hangs();
    var session = plug.create();
    var heard = plug.watch(session);
    plug.prompt(session, "t1");
    fake.refuseConnections();
    fake.dropStreams();
    fake.awaitStreams(0, SOON);
    fake.acceptConnections();
    try (var other = OppiPlug.to(fake)) {
      OppiPlug.soon(other.server().remove(session));
    }

    assertThat(heard.next(Status.STOPPED).key()).isEqualTo(session);
  }

  @Test
  void fragmentsAndPingsDisturbNothing() throws Exception {
    fake.fragmentStreams(7);
    fake.sessions().says("ö€𝄞".repeat(1_000)).works(task -> goOn.await());
    var session = plug.create();
    var heard = plug.watch(session);

    plug.prompt(session, "t1");
    fake.pingStreams("mid");
    goOn.countDown();

    heard.next(Status.BUSY);
    assertThat(heard.next().status()).isEqualTo(Status.READY);
  }

  @Test
  void aWatchThatIsClosedHearsNothingMore() throws Exception {
    var session = plug.create();
    var closed = plug.watch(session);
    var open = plug.watch(session);

    closed.close();
    OppiPlug.soon(plug.server().end(session));

    open.next(Status.STOPPED);
    assertThat(closed.hasMore()).isFalse();
  }

  @Test
  void nobodyWatchesSoThatTheStreamStaysClosed() throws Exception {
    var session = plug.create();
    plug.watch(session).close();

    fake.dropStreams();
    fake.awaitStreams(0, SOON);

    await().during(Duration.ofMillis(500)).until(() -> fake.openStreams() == 0);
  }

  @Test
  void aListenerThatThrowsDoesNotStopTheOthers() throws Exception {
    var session = plug.create();
    OppiPlug.soon(
        plug.server()
            .watch(
                session,
                state -> {
                  throw new IllegalStateException("mine");
                }));
    var heard = plug.watch(session);

    OppiPlug.soon(plug.server().end(session));

    assertThat(heard.next(Status.STOPPED).key()).isEqualTo(session);
  }
}
