package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a dispatch that ends leaves to the others: nothing to send in vain, and its place. */
class LastMomentTest {
  private static final ModelTarget TARGET = ModelTarget.of("fake", "m");

  private final VirtualTime time = new VirtualTime();

  private Engine engine(ScriptedConnector connector, int places) {
    var resources = new Resources(time, time, Runnable::run);
    return Engine.open(
        Connectors.of(List.of(connector)),
        new EngineSettings(Duration.ofSeconds(10), places, 100, RetryPolicy.STANDARD, Map.of()),
        Lanes.of(Map.of(), Optional.empty(), resources),
        resources,
        () -> 0);
  }

  @Test
  void placeThatIsLeftAtACommonDeadlineIsNotForSending() {
    var connector = new ScriptedConnector(Call::sending); // and never a word
    Engine engine = engine(connector, 1);
    List<CompletableFuture<ModelResult>> futures =
        IntStream.range(0, 50)
            .mapToObj(i -> engine.dispatchAsync(TARGET, Prompt.of("hi")))
            .toList();

    time.advance(Duration.ofSeconds(10));

    assertThat(connector.calls).hasSize(1); // the 49 that queued had no time left
    assertThat(futures).allSatisfy(f -> assertThat(f.join()).isInstanceOf(TimedOut.class));
    assertThat(futures.subList(1, 50)).allSatisfy(f -> assertThat(f.join().attempts()).isEmpty());
    assertThat(engine.admission().inside()).isZero();
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void abortThatThrowsKeepsNeitherTheOutcomeNorThePlace() {
    var connector =
        new ScriptedConnector(
            call ->
                call.onAbort(
                    () -> {
                      throw new IllegalStateException("an abort");
                    }));
    Engine engine = engine(connector, 1);
    var cancelled = engine.dispatchAsync(TARGET, Prompt.of("hi"));
    var queued = engine.dispatchAsync(TARGET, Prompt.of("hi"));

    assertThat(cancelled.cancel(true)).isTrue();
    time.advance(Duration.ofSeconds(10));

    assertThat(cancelled).isCancelled();
    assertThat(connector.calls).hasSize(2); // the second got the place
    assertThat(queued.join()).isInstanceOf(TimedOut.class);
    assertThat(engine.admission().inside()).isZero();
  }

  @Test
  void abortThatThrowsDoesNotKeepCloseFromTheOthers() {
    var connector =
        new ScriptedConnector(
            call ->
                call.onAbort(
                    () -> {
                      throw new IllegalStateException("an abort");
                    }));
    Engine engine = engine(connector, 5);
    var futures =
        IntStream.range(0, 5).mapToObj(i -> engine.dispatchAsync(TARGET, Prompt.of("hi"))).toList();

    engine.close();

    assertThat(futures).allSatisfy(f -> assertThat(f.join()).isInstanceOf(Cancelled.class));
    assertThat(engine.admission().inside()).isZero();
  }
}
