package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.VirtualTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void longQueueThatFailsAtOnceIsWorkedOffWithoutDeepRecursion() {
    var settings =
        new EngineSettings(EngineSettings.STANDARD.dispatchTimeout(), 1, 10_000, RetryPolicy.NEVER);
    var silent = new ScriptedConnector(call -> {});
    var engine =
        Engine.open(
            Connectors.of(List.of(silent)),
            settings,
            new Resources(time, time, Runnable::run),
            () -> 0);
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
}
