package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.testkit.server.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything is bounded; each bound just below, at, and just above. */
class LimitsTest {
  @RegisterExtension final Wire wire = new Wire();

  @ParameterizedTest
  @CsvSource({"-1, true", "0, true", "1, false"})
  void responseIsBoundedByItsBytes(int beyond, boolean answers) {
    int limit = 70_000;
    wire.server().model("m").answersJson(answerOf(limit + beyond));

    ModelResult result = ask(wire.builder().maxResponseBytes(limit));

    assertThat(result.isAnswered()).isEqualTo(answers);
    assertThat(kind(result)).isEqualTo(answers ? null : FailureKind.RESPONSE_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"199, JSON without a message", "200, JSON without a message", "201, beyond the JSON"})
  void jsonIsBoundedByItsDepth(int depth, String words) {
    wire.server().model("m").plays(Fault.deepJson(depth));

    ModelResult result = ask(wire.builder());

    assertThat(result.unanswered().orElseThrow().failure().message()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "5, 0", "6, 1"})
  void dispatchesAreBoundedInFlightAndInTheQueue(int dispatches, int refused) throws Exception {
    wire.server().model("m").hangs();
    var dispatcher = wire.dispatcher(wire.builder().maxInFlight(3).maxQueued(2));

    var futures =
        IntStream.range(0, dispatches)
            .mapToObj(i -> dispatcher.dispatchAsync(Wire.target("m"), Wire.HI))
            .toList();
    wire.server().awaitRequests(3, Wire.SOON);

    for (int i = dispatches - refused; i < dispatches; i++) {
      assertThat(kind(futures.get(i).get())).isEqualTo(FailureKind.OVERLOADED_LOCALLY);
    }
    assertThat(futures.subList(0, dispatches - refused)).noneMatch(f -> f.isDone());
    assertThat(wire.server().promptRequests()).isEqualTo(3);
  }

  @Test
  void aThousandInFlightTakeAtMostFortyThreads() throws Exception {
    wire.server().model("m").hangs();
    int before = Thread.getAllStackTraces().size();
    var batch = wire.batch(wire.builder());

    var running = batch.start(BatchRequest.of(Collections.nCopies(1_000, Wire.target("m")), "hi"));
    wire.server().awaitRequests(1_000, Duration.ofSeconds(30));

    assertThat(Thread.getAllStackTraces().size() - before).isLessThanOrEqualTo(40);
    running.cancel();
    assertThat(running.await().results()).hasSize(1_000);
  }

  @Test
  void hundredDispatchesDoNotOpenMoreConnectionsThanRunAtOnce() {
    wire.server().model("m").answers("well");
    var batch = wire.batch(wire.builder().maxInFlight(5));

    var result = batch.dispatch(Collections.nCopies(100, Wire.target("m")), "hi");

    assertThat(result.answers()).hasSize(100);
    assertThat(wire.server().acceptedConnections()).isLessThanOrEqualTo(10);
  }

  private ModelResult ask(ModelDispatchBuilder builder) {
    return wire.dispatcher(builder).dispatch(Wire.target("m"), Wire.HI);
  }

  private static @org.jspecify.annotations.Nullable FailureKind kind(ModelResult result) {
    return result.unanswered().map(u -> u.failure().kind()).orElse(null);
  }

  /** Returns an answer in OpenAI's form of exactly this many bytes. */
  private static String answerOf(int bytes) {
    List<String> around =
        List.of("{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"", "\"}}]}");
    int text = bytes - around.get(0).length() - around.get(1).length();
    return around.get(0) + "x".repeat(text) + around.get(1);
  }
}
