package com.example.review;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.junit.AttemptLedger;
import dev.modeldispatch.testkit.junit.ModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With sockets: servers by parameter, a new one for each test, checked when it ends. */
class ReviewOverTheWireTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final List<ModelTarget> TWO = ModelTarget.list("local/quick", "local/stuck");

  private static ModelDispatch at(FakeModelServer server) {
    return ModelDispatch.builder()
        .openaiCompatible("local", server.baseUri())
        .retryWaits(Duration.ofMillis(1), Duration.ofMillis(5))
        .build();
  }

  @BeforeEach
  void oneReviewerIsQuick(@ModelServer FakeModelServer server) {
    server.model("quick").answers("APPROVE");
  }

  @Test
  void aRetryIsReportedAsItWas(
      @ModelServer FakeModelServer server, @ModelServer AttemptLedger ledger) {
    server.model("flaky").fails(FailureKind.SERVER_ERROR).then().answers("APPROVE");

    try (var models = at(server)) {
      var result =
          ledger.over(models.dispatcher()).dispatch(ModelTarget.parse("local/flaky"), "Hi");

      assertThat(result).hasText("APPROVE").hasAttempts(2);
    }
    assertThat(server).receivedPrompts(2).received("flaky").didNotReceive("quick");
  }

  @Test
  void callingOneReviewerOffClosesItsSocket(@ModelServer FakeModelServer server)
      throws Exception {
    server.model("stuck").hangs();

    try (var models = at(server)) {
      var batch = models.batch().start(new ReviewAgent(models.batch(), TWO).request("+ a line"));
      server.awaitRequests(2, SOON);
      batch.cancel(1);

      assertThat(server).sawClientClose("stuck").within(SOON);
      assertThat(batch.await()).isPartial().slot(1).isCancelled(Cancelled.Reason.CALLER);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTH_REJECTED", "QUOTA_EXHAUSTED"})
  void whatNoRetryMendsIsAskedOnce(FailureKind kind, @ModelServer FakeModelServer server) {
    server.model("broken").fails(kind);

    try (var models = at(server)) {
      assertThat(models.ask("local/broken", "Hi")).failedWith(kind).failure().isNotRetryable();
    }
    assertThat(server).receivedPrompts(1);
  }

  @Test
  void reviewersBehindTwoServersAreAskedTogether(
      @ModelServer FakeModelServer local, @ModelServer FakeOpencodeServer opencode) {
    opencode.model("fake/other").answers("REJECT");

    try (var models =
        ModelDispatch.builder()
            .openaiCompatible("local", local.baseUri())
            .opencode(opencode.baseUri())
            .build()) {
      var agent = new ReviewAgent(models.batch(), ModelTarget.list("local/quick", "fake/other"));

      assertThat(agent.review("+ a line")).isEqualTo(new Verdict(1, 1, List.of()));
    }
    assertThat(opencode).receivedPrompts(1).hasNoSessions();
  }
}
