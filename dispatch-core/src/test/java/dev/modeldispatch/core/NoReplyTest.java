package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.server.Fault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of a connection on which no reply came: nothing. */
class NoReplyTest {
  @RegisterExtension final Wire wire = new Wire();

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.stallBeforeHeaders(),
        Fault.reset(),
        Fault.closeWithoutReply(),
        Fault.floodOfEarlyHints(),
        Fault.hugeHeaders(1 << 20));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void connectionWithoutReplyIsClosed(Fault fault) throws Exception {
    wire.server().model("m").plays(fault);
    var prompt = Prompt.builder("hi").timeout(Duration.ofSeconds(1)).build();

    ModelResult result = wire.dispatcher(wire.builder()).dispatch(Wire.target("m"), prompt);

    assertThat(result.attempts()).extracting(Attempt::sent).containsExactly(Attempt.Sent.MAYBE);
    wire.server().awaitAllClosed(Wire.SOON);
  }
}
