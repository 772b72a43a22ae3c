package dev.modeldispatch.core;

import static dev.modeldispatch.FailureKind.CONNECTION_LOST;
import static dev.modeldispatch.FailureKind.DEADLINE_EXCEEDED;
import static dev.modeldispatch.FailureKind.MALFORMED_RESPONSE;
import static dev.modeldispatch.FailureKind.RESPONSE_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.modeldispatch.Answered;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.server.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One target among ten is hostile; the nine others must not notice. */
class IsolationTest {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int HOSTILE = 4;

  @RegisterExtension final Wire wire = new Wire();

  static Stream<Arguments> hostile() {
    return Stream.of(
        arguments(Fault.stallBeforeHeaders(), DEADLINE_EXCEEDED),
        arguments(Fault.drip(Duration.ofMillis(20)), DEADLINE_EXCEEDED),
        arguments(Fault.hugeHeaders(300 << 10), RESPONSE_TOO_LARGE),
        arguments(Fault.endlessBody(), RESPONSE_TOO_LARGE),
        arguments(Fault.body("{\"answer\":\"trust me\"}"), MALFORMED_RESPONSE),
        arguments(Fault.cutAfter(20), CONNECTION_LOST),
        arguments(Fault.reset(), CONNECTION_LOST),
        arguments(Fault.resetAfter(20), CONNECTION_LOST),
        arguments(Fault.html(200), MALFORMED_RESPONSE),
        arguments(Fault.deepJson(100_000), MALFORMED_RESPONSE),
        arguments(Fault.hugeHeaders(1 << 20), RESPONSE_TOO_LARGE),
        arguments(Fault.twoContentLengths(), MALFORMED_RESPONSE),
        arguments(Fault.gzip(), MALFORMED_RESPONSE));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTargetFailsAloneAndTheOthersAnswerUnchanged(Fault fault, FailureKind kind) {
    List<ModelTarget> targets = tenTargets();
    wire.server().model("m" + HOSTILE).plays(fault);

    var prompt = Prompt.builder("hi").timeout(DEADLINE).build();
    var results = wire.batch(wire.builder()).dispatch(targets, prompt).results();

    assertThat(results.get(HOSTILE).unanswered().orElseThrow().failure().kind()).isEqualTo(kind);
    List<ModelResult> good = new ArrayList<>(results);
    good.remove(HOSTILE);
    assertThat(good)
        .allSatisfy(r -> assertThat(r.elapsed()).isLessThan(DEADLINE.dividedBy(2)))
        .extracting(r -> r.answered().map(Answered::text).orElse(r.toString()))
        .containsExactlyElementsOf(
            good.stream().map(r -> "answer of " + r.target().model()).toList());
  }

  private List<ModelTarget> tenTargets() {
    return IntStream.range(0, 10)
        .mapToObj(
            i -> {
              if (i != HOSTILE) {
                wire.server().model("m" + i).answers("answer of m" + i);
              }
              return Wire.target("m" + i);
            })
        .toList();
  }
}
