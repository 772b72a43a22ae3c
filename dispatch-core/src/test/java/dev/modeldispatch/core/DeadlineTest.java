package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deadline holds over everything: the outcome is there 250 ms after it at the latest. */
class DeadlineTest {
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Duration LATEST = LIMIT.plusMillis(250);

  @RegisterExtension final Wire wire = new Wire();

  static List<Fault> endless() {
    return List.of(
        Fault.stallBeforeHeaders(),
        Fault.stallAfterHeaders(),
        Fault.stallAfter(20),
        Fault.drip(Duration.ofMillis(20)));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void exchangeWithoutAnEndIsCutByTheDeadline(Fault fault) {
    wire.server().model("m").plays(fault);
    var dispatcher = warm(wire.builder());

    assertTimedOut(dispatcher);
  }

  @Test
  void waitInTheQueueIsCutByTheDeadline() throws Exception {
    wire.server().model("m").hangs();
    var dispatcher = warm(wire.builder().maxInFlight(1));
    var first = dispatcher.dispatchAsync(Wire.target("m"), Wire.HI);
    wire.server().awaitRequests(2, Wire.SOON);

    ModelResult second = assertTimedOut(dispatcher);

    assertThat(second.attempts()).isEmpty();
    assertThat(first).isNotDone();
  }

  @Test
  void waitThatTheServerAsksForIsCutByTheDeadline() {
    wire.server()
        .model("m")
        .header("retry-after-ms", "300")
        .fails(FailureKind.RATE_LIMITED)
        .times(1)
        .then()
        .hangs();
    var dispatcher = warm(wire.builder().retries(5));

    ModelResult result = assertTimedOut(dispatcher);

    assertThat(result.attempts()).hasSize(2);
  }

  @Test
  void waitBeyondTheDeadlineIsNotBegun() {
    wire.server().model("m").header("retry-after", "86400").fails(FailureKind.RATE_LIMITED);
    var dispatcher = warm(wire.builder().retries(5));

    ModelResult result = dispatcher.dispatch(Wire.target("m"), limited());

    assertThat(result.unanswered().orElseThrow().failure().kind())
        .isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(result.elapsed()).isLessThan(LIMIT);
  }

  private Dispatcher warm(ModelDispatchBuilder builder) {
    wire.server().model("warm").answers("warm");
    var dispatcher = wire.dispatcher(builder);
    assertThat(dispatcher.dispatch(Wire.target("warm"), Wire.HI).isAnswered()).isTrue();
    return dispatcher;
  }

  private static Prompt limited() {
    return Prompt.builder("hi").timeout(LIMIT).build();
  }

  private static ModelResult assertTimedOut(Dispatcher dispatcher) {
    long start = System.nanoTime();
    ModelResult result = dispatcher.dispatch(Wire.target("m"), limited());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(result.elapsed()).isGreaterThanOrEqualTo(LIMIT);
    assertThat(took).isLessThanOrEqualTo(LATEST.toMillis());
    return result;
  }
}
