package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void longQueueThatFailsAtOnceIsWorkedOffWithoutDeepRecursion() {
    var engine = engine(new ScriptedConnector(call -> {}), 10_000);
    var first = engine.dispatchAsync(ModelTarget.of("fake", "m"), Prompt.of("hi"));
    List<CompletableFuture<ModelResult>> queued =
        Stream.generate(() -> engine.dispatchAsync(ModelTarget.of("nobody", "m"), Prompt.of("hi")))
            .limit(10_000)
            .toList();

    first.cancel(true);

    assertThat(queued).allSatisfy(one -> assertThat(one).isCompleted());
    assertThat(engine.admission().inside()).isZero();
    assertThat(engine.admission().queued()).isZero();
  }

  @Test
  void closeLetsNobodyInWhoWaits() {
    var silent = new ScriptedConnector(call -> {});
    var engine = engine(silent, 10);
    List<CompletableFuture<ModelResult>> all =
        Stream.generate(() -> engine.dispatchAsync(ModelTarget.of("fake", "m"), Prompt.of("hi")))
            .limit(10)
            .toList();

    engine.close();

    assertThat(all).allSatisfy(one -> assertThat(one).isCompleted());
    assertThat(silent.calls).hasSize(1);
  }

  private Engine engine(ScriptedConnector connector, int maxQueued) {
    var resources = new Resources(time, time, Runnable::run);
    return Engine.open(
        Connectors.of(List.of(connector)),
        new EngineSettings(Duration.ofMinutes(2), 1, maxQueued, RetryPolicy.NEVER, Map.of()),
        Lanes.of(Map.of(), Optional.empty(), resources),
        resources,
        () -> 0);
  }
}
