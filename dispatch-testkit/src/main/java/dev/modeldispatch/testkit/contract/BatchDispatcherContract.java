package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failed;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link BatchDispatcher} keeps, over any dispatcher, hostile ones included. Extend it
 * and return your batch; each test has an instance of its own.
 */
@Timeout(30)
public abstract class BatchDispatcherContract extends BatchLimitRules {
  /** Returns a batch over this dispatcher, with these timers and this clock and no others. */
  @Override
  protected abstract BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_000})
  void everyTargetHasOneResultInItsPlace(int size) throws Exception {
    models.others().answers(prompt -> "well");
    var targets = IntStream.range(0, size).mapToObj(i -> ModelTarget.of("p", "m" + i)).toList();

    var result = end(start(BatchRequest.of(targets, HI)));

    assertThat(result.results()).extracting(ModelResult::target).isEqualTo(targets);
    assertThat(result.status()).isEqualTo(BatchResult.Status.COMPLETE);
    assertThat(result.answers()).hasSize(size);
  }

  @Test
  void theOrderIsThatOfTheTargetsNotOfTheResults() throws Exception {
    models.target("a/1").after(Duration.ofSeconds(3)).answers("a");
    models.target("b/2").after(Duration.ofSeconds(2)).answers("b");
    models.target("c/3").after(Duration.ofSeconds(1)).answers("c");
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());

    time.advance(Duration.ofSeconds(3));

    assertThat(end(batch).answers()).extracting(Answered::text).containsExactly("a", "b", "c");
  }

  @Test
  void duplicatesAreKeptApartByTheirPlace() throws Exception {
    models.target("a/1").answers("one").then().fails(FailureKind.SERVER_ERROR);
    var twice = ModelTarget.list("a/1", "a/1");

    var result = end(start(BatchRequest.of(twice, HI)));

    assertThat(result.results())
        .extracting(ModelResult::status)
        .containsExactlyInAnyOrder(Status.ANSWERED, Status.FAILED);
    assertThat(result.status()).isEqualTo(BatchResult.Status.PARTIAL);
  }

  @Test
  void aBatchWithoutAnAnswerHasFailed() throws Exception {
    models.others().fails(FailureKind.SERVER_ERROR);

    var result = end(start(BatchRequest.of(ABC, HI)));

    assertThat(result.status()).isEqualTo(BatchResult.Status.FAILED);
    assertThat(result.failures()).hasSize(3);
  }

  @Test
  void aTargetThatNobodyServesStopsNoOther() throws Exception {
    models.target("a/1").answers("a");
    models.target("c/3").answers("c");

    var result = end(start(BatchRequest.of(ABC, HI)));

    assertThat(statuses(result)).containsExactly(Status.ANSWERED, Status.FAILED, Status.ANSWERED);
  }

  @Test
  void startReturnsAtOnceHoweverLongADispatcherHoldsItsCaller() throws Exception {
    var started = new Latch();
    Dispatcher holding =
        (target, prompt, listener) -> {
          started.await(patience());
          return models.dispatchAsync(target, prompt, listener);
        };
    models.others().answers("well");

    var batch = batchOver(holding, time, time).start(BatchRequest.of(ABC, HI));
    assertThat(started.gaveUp()).isFalse();
    started.open();

    assertThat(end(batch).answers()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(value = HostileDispatcher.class, mode = EnumSource.Mode.EXCLUDE, names = "FOREVER")
  void aHostileDispatchCostsItsOwnSlotAlone(HostileDispatcher hostile) throws Exception {
    models.others().answers("well");

    var result = end(batchOver(mixed(hostile), time, time).start(BatchRequest.of(ABC, HI)));

    assertThat(statuses(result)).containsExactly(Status.ANSWERED, Status.FAILED, Status.ANSWERED);
    var failed = (Failed) result.results().get(1);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(failed.failure() + "").doesNotContain("canary");
  }

  @Test
  void everySlotSettlesOnceAndLast() throws Exception {
    models.target("a/1").tells("a").answers("bc");
    models.target("b/2").fails(FailureKind.SERVER_ERROR);
    models.target("c/3").hangs();
    var batch = start(BatchRequest.builder(ABC, HI).listener(heard).build());
    models.awaitRunning(1, patience());

    batch.cancel();
    heard.awaitSettled(3, patience());

    end(batch);
    for (int slot = 0; slot < 3; slot++) {
      var events = heard.events(slot);
      assertThat(events.get(events.size() - 1)).isInstanceOf(DispatchEvent.Settled.class);
      assertThat(events).filteredOn(DispatchEvent.Settled.class::isInstance).hasSize(1);
      assertThat(events).extracting(DispatchEvent::target).containsOnly(ABC.get(slot));
    }
  }

  @Test
  void aListenerThatThrowsChangesNothing() throws Exception {
    models.others().answers("well");
    BatchRequest.Listener thrower =
        (slot, event) -> {
          throw new IllegalStateException("the listener's own mistake");
        };

    var result = end(start(BatchRequest.builder(ABC, HI).listener(thrower).build()));

    assertThat(result.answers()).hasSize(3);
  }

  @Test
  void aSlotThatIsNotThereIsMisuse() throws Exception {
    models.others().answers("well");
    var batch = start(BatchRequest.of(ABC, HI));

    assertThatThrownBy(() -> batch.result(3))
        .isInstanceOfAny(IndexOutOfBoundsException.class, IllegalArgumentException.class);
    assertThatThrownBy(() -> batch.cancel(-1))
        .isInstanceOfAny(IndexOutOfBoundsException.class, IllegalArgumentException.class);
    assertThat(batch.cancel(ModelTarget.parse("z/9"))).isZero();
    end(batch);
  }

  @Test
  void noStringHoldsAPromptOrAnAnswer() throws Exception {
    models.others().answers("canary-answer");
    var batch =
        start(BatchRequest.builder(ABC, Prompt.of("canary-prompt")).listener(heard).build());

    var result = end(batch);
    heard.awaitSettled(3, patience());

    assertThat(batch + " " + result + result.results() + heard.events()).doesNotContain("canary");
  }
}
