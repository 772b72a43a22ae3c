package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.server.Fault;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code maybeProcessed} is true if and only if bytes of the prompt may have left. */
class HonestyTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void refusedConnectionSentNothing() {
    wire.server().refuseConnections();

    Unanswered result = ask(wire.builder(), Wire.target("m"));

    assertThat(result.failure().kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertSentNothing(result);
  }

  @Test
  void connectLimitThatPassedSentNothing() throws Exception {
    try (var full = FullBacklog.open()) {
      var builder = toward(full.uri()).connectTimeout(Duration.ofMillis(300));

      Unanswered result = ask(builder, ModelTarget.of("full", "m"));

      assertThat(result.failure().message()).contains("the connect limit passed");
      assertSentNothing(result);
    }
  }

  @Test
  void deadlineBeforeTheConnectionStandsSentNothing() throws Exception {
    try (var full = FullBacklog.open()) {
      var builder = toward(full.uri()).dispatchTimeout(Duration.ofMillis(300));

      Unanswered result = ask(builder, ModelTarget.of("full", "m"));

      assertThat(result.failure().kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
      assertSentNothing(result);
    }
  }

  @Test
  void cancelBeforeTheConnectionStandsSentNothing() throws Exception {
    try (var full = FullBacklog.open()) {
      var heard = new RecordingListener();
      var future =
          wire.dispatcher(toward(full.uri()))
              .dispatchAsync(ModelTarget.of("full", "m"), Wire.HI, heard);
      await().until(full::seesAConnectUnderWay);

      future.cancel(true);

      var cancelled = (Cancelled) heard.awaitSettled(Wire.SOON);
      assertSentNothing(cancelled);
      await().atMost(Wire.SOON).until(() -> !full.seesAConnectUnderWay());
    }
  }

  @Test
  void cancelAfterTheServerHasTheRequestMayHaveBeenProcessed() throws Exception {
    wire.server().model("m").hangs();
    var heard = new RecordingListener();
    var future = wire.dispatcher(wire.builder()).dispatchAsync(Wire.target("m"), Wire.HI, heard);
    wire.server().awaitRequests(1, Wire.SOON);

    future.cancel(true);

    assertSent((Cancelled) heard.awaitSettled(Wire.SOON), Attempt.Sent.MAYBE);
  }

  @Test
  void resetBeforeAReplyMayHaveBeenProcessed() {
    wire.server().model("m").plays(Fault.reset());

    assertSent(ask(wire.builder(), Wire.target("m")), Attempt.Sent.MAYBE);
  }

  @Test
  void cutReplyWasSent() {
    wire.server().model("m").plays(Fault.cutAfter(20));

    assertSent(ask(wire.builder(), Wire.target("m")), Attempt.Sent.YES);
  }

  @Test
  void connectionClosedWhileIdleIsTriedAgainAndToldAsDoubtful() {
    wire.server().model("m").plays(Fault.closeOnNextRequest());
    var dispatcher = wire.dispatcher(wire.builder().retries(1));
    assertThat(dispatcher.dispatch(Wire.target("m"), Wire.HI).isAnswered()).isTrue();

    ModelResult again = dispatcher.dispatch(Wire.target("m"), Wire.HI);

    assertThat(again.isAnswered()).isTrue();
    assertThat(again.attempts())
        .extracting(Attempt::sent)
        .containsExactly(Attempt.Sent.MAYBE, Attempt.Sent.YES);
  }

  private Unanswered ask(ModelDispatchBuilder builder, ModelTarget target) {
    return wire.dispatcher(builder).dispatch(target, Wire.HI).unanswered().orElseThrow();
  }

  private ModelDispatchBuilder toward(URI uri) {
    return wire.builder().openaiCompatible("full", uri);
  }

  private static void assertSentNothing(Unanswered result) {
    assertThat(result.maybeProcessed()).isFalse();
    assertThat(result.attempts()).extracting(Attempt::sent).containsExactly(Attempt.Sent.NO);
    assertThat(result.usage().totalTokens()).isZero();
  }

  private static void assertSent(Unanswered result, Attempt.Sent sent) {
    assertThat(result.maybeProcessed()).isTrue();
    assertThat(result.attempts()).extracting(Attempt::sent).containsExactly(sent);
  }
}
