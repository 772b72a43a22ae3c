package dev.modeldispatch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Set<Check> CALLS = EnumSet.of(Check.RUNNING_CALLS);

  private final Scope scope = new Scope();
  private final FakeModelServer server =
      (FakeModelServer)
          scope
              .server(
                  new Scope.Key(FakeModelServer.class, ""),
                  OpencodeVersion.LATEST,
                  new Checks(Set.of(), Set.of(), Duration.ofSeconds(1)))
              .server();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void whatIsFoundWhileAnotherTestBeginsIsToldWhenThatOneEnds() throws Exception {
    server.model("stuck").hangs();
    try (var held = Client.hold(server.baseUri(), "stuck")) {
      server.awaitRequests(1, Duration.ofSeconds(5));
      var checking = new FutureTask<List<Finding>>(() -> scope.makeIfQuiet(CALLS));
      var checker = new Thread(checking, "checking");
      checker.start();
      while (checker.getState() != Thread.State.TIMED_WAITING && !checking.isDone()) {
        Thread.onSpinWait();
      }

      long ticket = scope.enter();

      assertThat(checking.get(20, TimeUnit.SECONDS)).isEmpty();
      assertThat(scope.wasCrowdedSince(ticket)).isFalse();
      scope.leave();
      assertThat(scope.makeIfQuiet(CALLS)).hasSize(1);
      assertThat(scope.makeIfQuiet(CALLS)).isEmpty();
      assertThat(held.isClosed()).isFalse();
    }
  }

  @Test
  void bothOfTwoVisitorsAtATimeAreCrowded() {
    long first = scope.enter();
    long second = scope.enter();
    scope.leave();
    scope.leave();
    long third = scope.enter();

    assertThat(scope.wasCrowdedSince(first)).isTrue();
    assertThat(scope.wasCrowdedSince(second)).isTrue();
    assertThat(scope.wasCrowdedSince(third)).isFalse();
  }
}
