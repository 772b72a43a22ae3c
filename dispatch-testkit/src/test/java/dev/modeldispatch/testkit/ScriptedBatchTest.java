package dev.modeldispatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedBatchTest {
  private static final List<ModelTarget> ABC = ModelTarget.list("a/1", "b/2", "c/3");

  private static final Duration LATE = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time);

  @Test
  void allIsUnderWayWhenStartReturnsAndEndsWhenTimeIsMoved() {
    models.target("a/1").answers("early");
    models.others().after(Duration.ofSeconds(5)).answers("late");

    var batch = models.batch().start(BatchRequest.of(ABC, "Hi"));

    assertThat(batch.result(0)).isCompleted();
    assertThat(models.running()).isEqualTo(2);
    time.advance(Duration.ofSeconds(5));
    assertThat(batch.result().join().answers()).hasSize(3);
  }

  @Test
  void slotsThatWaitBeginWhenAnotherEnds() {
    models.others().after(Duration.ofSeconds(2)).answers("well");
    var request = BatchRequest.builder(ABC, Prompt.of("Hi")).maxConcurrency(1).build();

    var batch = models.batch().start(request);
    time.advance(Duration.ofSeconds(6));

    assertThat(batch.result().join().elapsed()).isEqualTo(Duration.ofSeconds(6));
    assertThat(models.mostRunning()).isEqualTo(1);
  }

  @Test
  void whatIsCalledOffKeepsItsAttemptsAndItsText() {
    models.others().tells("par").hangs();
    var request = BatchRequest.builder(ABC, Prompt.of("Hi")).maxConcurrency(2).build();
    var batch = models.batch().start(request);

    batch.cancel();

    var results = batch.result().join().results();
    var running = (Cancelled) results.get(0);
    assertThat(running.partialText()).contains("par");
    assertThat(running.maybeProcessed()).isTrue();
    assertThat(running.attempts()).hasSize(1);
    assertThat(running.reason()).isEqualTo(Cancelled.Reason.BATCH);
    assertThat(((Cancelled) results.get(2)).maybeProcessed()).isFalse();
    assertThat(models.calls()).hasSize(2);
  }

  @Test
  void nothingIsToldAfterSettled() {
    var heard = new RecordingListener();
    var listeners = new ArrayList<DispatchListener>();
    models.others().answers("well");
    var batches =
        ScriptedBatch.over(
            (target, prompt, listener) -> {
              listeners.add(listener);
              return models.dispatchAsync(target, prompt, listener);
            },
            time);

    var batch = batches.start(BatchRequest.builder(ABC, Prompt.of("Hi")).listener(heard).build());
    listeners.forEach(l -> l.onEvent(new DispatchEvent.AttemptStarted(ABC.get(0), LATE, 2)));

    assertThat(batch.result()).isCompleted();
    assertThat(heard.events(DispatchEvent.AttemptStarted.class)).hasSize(3);
  }
}
