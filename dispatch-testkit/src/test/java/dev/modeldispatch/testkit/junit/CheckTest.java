package dev.modeldispatch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the checks find when a test ends, and how they say it. */
class CheckTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final List<Socket> HELD = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (var socket : HELD) {
      socket.close();
    }
    HELD.clear();
  }

  private static void hold(FakeModelServer server, String model) throws InterruptedException {
    server.model(model).hangs();
    int before = server.promptRequests();
    HELD.add(Client.hold(server.baseUri(), model));
    server.awaitRequests(before + 1, SOON);
  }

  @Test
  void anUnmatchedRequestFailsTheTestUnlessItIsAllowed() {
    var suite = Suite.of(Unmatched.class);

    assertThat(suite.passed()).isEqualTo(1);
    assertThat(suite.message())
        .contains("unmatched requests", "'POST /v1/nobody/knows/this'", "FakeModelServer at port")
        .endsWith("stub it with wireMock(), or allow it without UNMATCHED_REQUESTS.");
  }

  static class Unmatched {
    @Test
    void fails(@ModelServer FakeModelServer server) {
      Client.post(server.baseUri() + "/nobody/knows/this", "{}");
    }

    @Test
    void passes(@ModelServer(without = Check.UNMATCHED_REQUESTS) FakeModelServer server) {
      Client.post(server.baseUri() + "/nobody/knows/this", "{}");
    }
  }

  @Test
  void aCallThatGoesOnFailsTheTestUnlessItIsAllowed() {
    var suite = Suite.of(Running.class);

    assertThat(suite.passed()).isEqualTo(2);
    assertThat(suite.message())
        .contains("calls that still go on", "/v1/chat/completions", "model stuck")
        .endsWith("before the test ends, or allow it without RUNNING_CALLS.");
  }

  static class Running {
    @RegisterExtension
    final ModelServerExtension fakes =
        ModelServerExtension.builder().patience(Duration.ofMillis(200)).build();

    @Test
    void fails() throws Exception {
      hold(fakes.server(), "stuck");
    }

    @Test
    void passes(@ModelServer(without = Check.RUNNING_CALLS) FakeModelServer server)
        throws Exception {
      hold(server, "stuck");
    }

    @Test
    void isWaitedFor() throws Exception {
      hold(fakes.server(), "stuck");
      HELD.get(HELD.size() - 1).close();
    }
  }

  @Test
  void anIdleConnectionIsNoCallAndFailsOnlyTestsThatAskForIt() {
    var suite = Suite.of(Idle.class);

    assertThat(suite.passed()).isEqualTo(1);
    assertThat(suite.message()).contains("open connections", "1 open", "Close the client");
  }

  static class Idle {
    @RegisterExtension
    final ModelServerExtension strict =
        ModelServerExtension.builder()
            .with(Check.OPEN_CONNECTIONS)
            .patience(Duration.ofMillis(200))
            .build();

    @Test
    void fails() {
      strict.server().model("quick").answers("blue");
      Client.ask(strict.server().baseUri(), "quick");
    }

    @Test
    void passes(@ModelServer FakeModelServer server) {
      server.model("quick").answers("blue");
      Client.ask(server.baseUri(), "quick");
      assertThat(server.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void aSessionThatIsLeftFailsTheTestUnlessItIsAllowed() {
    var suite = Suite.of(Sessions.class);

    assertThat(suite.passed()).isEqualTo(1);
    assertThat(suite.message()).contains("sessions left behind", "FakeOpencodeServer", "ses_");
  }

  static class Sessions {
    @RegisterExtension
    final ModelServerExtension fakes =
        ModelServerExtension.builder().patience(Duration.ofMillis(200)).build();

    @Test
    void fails() {
      Client.post(fakes.opencode().baseUri() + "/session", "{}");
    }

    @Test
    void passes(@ModelServer(without = Check.OPEN_SESSIONS) FakeOpencodeServer server) {
      Client.post(server.baseUri() + "/session", "{}");
    }
  }

  @Test
  void theFailureOfTheTestItselfComesFirst() {
    var suite = Suite.of(FailingAnyway.class);

    assertThat(suite.failures()).hasSize(1);
    assertThat(suite.failures().get(0)).hasMessage("the test's own");
    assertThat(suite.failures().get(0).getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("unmatched requests");
  }

  static class FailingAnyway {
    @Test
    void fails(@ModelServer FakeModelServer server) {
      Client.post(server.baseUri() + "/nobody/knows/this", "{}");
      throw new AssertionError("the test's own");
    }
  }

  @Test
  void aSharedServersTroubleIsToldOnceToTheTestThatMadeIt() {
    var suite = Suite.of(Shared.class);

    assertThat(suite.passed()).isEqualTo(1);
    assertThat(suite.message()).contains("unmatched requests");
  }

  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class Shared {
    @ModelServer private static FakeModelServer server;

    @Test
    void first() {
      Client.post(server.baseUri() + "/nobody/knows/this", "{}");
    }

    @Test
    void second() {
      assertThat(server.unmatched()).hasSize(1);
    }
  }

  @Test
  void theCallOfAnotherTestAtTheSameTimeIsNoTrouble() {
    var suite = Suite.atTheSameTime(SharedAtOnce.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
  }

  static class SharedAtOnce {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);
    @ModelServer private static FakeModelServer server;

    @Test
    void holdsACallUntilTheOtherHasEnded() throws Exception {
      server.model("stuck").hangs();
      try (var held = Client.hold(server.baseUri(), "stuck")) {
        server.awaitRequests(1, SOON);
        BOTH.await(20, TimeUnit.SECONDS);
        server.awaitRequests(2, SOON);
        assertThat(held.isClosed()).isFalse();
      }
    }

    @Test
    void endsMeanwhile() throws Exception {
      BOTH.await(20, TimeUnit.SECONDS);
      server.model("quick").answers("blue");
      Client.ask(server.baseUri(), "quick");
    }
  }

  @Test
  void aTestThatEndsInterruptedIsCheckedAllTheSame() {
    var suite = Suite.of(Interrupted.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(1);
  }

  static class Interrupted {
    @Test
    void endsInterrupted(@ModelServer FakeModelServer server) throws Exception {
      server.model("stuck").hangs();
      try (var held = Client.hold(server.baseUri(), "stuck")) {
        server.awaitRequests(1, SOON);
        assertThat(held.isClosed()).isFalse();
      }
      Thread.currentThread().interrupt();
    }
  }
}
