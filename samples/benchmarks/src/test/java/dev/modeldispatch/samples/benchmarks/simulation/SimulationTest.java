package dev.modeldispatch.samples.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Cancelled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  @Test
  void sameSeedMakesTheSameDigestAndAnotherSeedAnother() {
    Report once = Simulation.ofSeed(3).run(line -> {});
    Report again = Simulation.ofSeed(3).run(line -> {});
    Report other = Simulation.ofSeed(4).run(line -> {});

    assertThat(again.digest()).isEqualTo(once.digest()).isNotEqualTo(other.digest());
    assertThat(once.runs()).isEqualTo(1);
    assertThat(once.dispatches()).isGreaterThan(1_000);
  }

  @Test
  void everyBehaviourAndEveryEndOccurs() {
    Report report = Simulation.of(20_000).run(line -> {});

    var expected = new ArrayList<String>();
    Stream.of(Behaviour.values()).map(one -> "server " + one).forEach(expected::add);
    Stream.of(Cancelled.Reason.values())
        .filter(reason -> reason != Cancelled.Reason.INTERRUPTED) // one thread interrupts nobody
        .map(reason -> "cancelled " + reason)
        .forEach(expected::add);
    expected.addAll(List.of("timed out BATCH", "timed out DISPATCH", "answered"));
    expected.addAll(List.of("answered by a fallback", "answered after a retry or fallback"));
    expected.addAll(List.of("failed OVERLOADED_LOCALLY", "failed PROVIDER_NOT_CONNECTED"));
    expected.addAll(List.of("failed CIRCUIT_OPEN", "failed STRUCTURED_OUTPUT"));
    expected.addAll(List.of("hedged", "answered by a hedge", "somebody was passed over"));
    assertThat(report.mix()).containsKeys(expected.toArray(String[]::new));
    assertThat(report.attempts()).isGreaterThan(report.dispatches() / 3);
  }

  @Test
  void violationNamesItsSeedAndTheCommandThatShowsItAgain() {
    var world = new World(4711);

    world.expect(true, "kept", () -> "never told");
    world.expect(false, "G1 one outcome each", () -> "two");

    assertThat(world.violations())
        .extracting(Violation::line)
        .containsExactly(
            "VIOLATION seed 4711: G1 one outcome each: two (at PT0S). Replay: mvn -q -pl"
                + " samples/benchmarks -am compile exec:java"
                + " -Dexec.args=\"simulate --seed 4711\"");
  }

  @Test
  void whatIsThrownAtAUserIsAViolation() {
    var world = new World(1);

    world.after(
        5,
        () -> {
          throw new IllegalStateException("out of the library");
        });
    world.time().advance(Duration.ofNanos(5));

    assertThat(world.violations()).hasSize(1);
    assertThat(world.dispatchersTimers()).isZero();
  }
}
