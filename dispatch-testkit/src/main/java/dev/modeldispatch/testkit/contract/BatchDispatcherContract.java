package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Completion;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failed;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
public abstract class BatchDispatcherContract {
  private static final Prompt HI = Prompt.of("Hi");

  /** A batch may wait that long for a cancelled dispatch to tell how it ended. */
  private static final Duration A_MOMENT_FOR_SETTLED = Duration.ofMillis(250);

  private static final List<ModelTarget> ABC = ModelTarget.list("a/1", "b/2", "c/3");

  private final VirtualTime time = new VirtualTime();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time);
  private final RecordingListener heard = new RecordingListener();

  /** Returns a batch over this dispatcher, with these timers and this clock and no others. */
  protected abstract BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock);

  /** {@return how long a test waits, in real time, for what has to come; 10 s by default} */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

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

  @Test
  void cancellingASlotLeavesItsSiblings() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());

    assertThat(batch.cancel(1)).isTrue();

    var slot = get(batch.result(1));
    assertThat(slot).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) slot).reason()).isEqualTo(Cancelled.Reason.CALLER);
    assertThat(batch.cancel(1)).isFalse();
    models.awaitRunning(2, patience());
    assertThat(batch.result(0)).isNotDone();
    batch.cancel();
    assertThat(end(batch).results()).hasOnlyElementsOfType(Cancelled.class);
  }

  @Test
  void cancellingATargetCancelsAllOfItsSlots() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ModelTarget.list("a/1", "b/2", "a/1"), HI));
    models.awaitRunning(3, patience());

    assertThat(batch.cancel(ModelTarget.parse("a/1"))).isEqualTo(2);

    assertThat(get(batch.result(2))).isInstanceOf(Cancelled.class);
    models.awaitRunning(1, patience());
    assertThat(batch.cancel(ModelTarget.parse("a/1"))).isZero();
    batch.close();
  }

  @Test
  void closingCancelsWhatIsUnfinished() throws Exception {
    models.target("a/1").answers("a");
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(2, patience());
    get(batch.result(0));

    batch.close();

    var result = end(batch);
    assertThat(statuses(result))
        .containsExactly(Status.ANSWERED, Status.CANCELLED, Status.CANCELLED);
    assertThat(reasons(result)).containsOnly(Cancelled.Reason.BATCH);
    assertThat(result.status()).isEqualTo(BatchResult.Status.PARTIAL);
    models.awaitRunning(0, patience());
  }

  @Test
  void cancellingAViewCancelsTheBatchAndOtherViewsCompleteNormally() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());
    var other = batch.result();

    assertThat(batch.result().cancel(true)).isTrue();

    assertThat(get(other).results()).hasOnlyElementsOfType(Cancelled.class);
    assertThat(batch.await().results()).hasSize(3);
    models.awaitRunning(0, patience());
  }

  @Test
  void cancellingAViewOfASlotCancelsTheSlot() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());
    var view = batch.result(1);

    view.cancel(true);

    assertThatThrownBy(view::join).isInstanceOf(CancellationException.class);
    models.awaitRunning(2, patience());
    batch.cancel();
    var slot = end(batch).results().get(1);
    assertThat(slot).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) slot).reason()).isEqualTo(Cancelled.Reason.CALLER);
  }

  @Test
  void theBatchDeadlineEndsRunningAndWaitingSlotsAndIsNamed() throws Exception {
    models.target("a/1").answers("a");
    models.others().hangs();
    var limit = Duration.ofSeconds(7);
    var batch = start(BatchRequest.builder(ABC, HI).deadline(limit).maxConcurrency(1).build());
    models.awaitRunning(1, patience());

    time.awaitPendingTasks(1, patience());
    time.advance(limit);

    var result = end(batch);
    assertThat(statuses(result))
        .containsExactly(Status.ANSWERED, Status.TIMED_OUT, Status.TIMED_OUT);
    assertThat(result.results())
        .filteredOn(TimedOut.class::isInstance)
        .map(TimedOut.class::cast)
        .extracting(TimedOut::deadline, TimedOut::limit)
        .containsOnly(tuple(TimedOut.Deadline.BATCH, limit));
    assertThat(result.status()).isEqualTo(BatchResult.Status.PARTIAL);
    assertThat(result.elapsed()).isEqualTo(limit);
    models.awaitRunning(0, patience());
  }

  @Test
  void aSlotsOwnDeadlineStartsWhenItsDispatchDoes() throws Exception {
    models.others().after(Duration.ofSeconds(2)).answers("well");
    var prompt = Prompt.builder("Hi").timeout(Duration.ofSeconds(3)).build();
    var batch = start(BatchRequest.builder(ABC, prompt).maxConcurrency(1).build());

    for (int slot = 0; slot < 3; slot++) {
      models.awaitRunning(1, patience());
      time.advance(Duration.ofSeconds(2));
      get(batch.result(slot));
    }

    assertThat(end(batch).status()).isEqualTo(BatchResult.Status.COMPLETE);
  }

  @Test
  void maxConcurrencyIsKeptAndAllHaveTheirTurn() throws Exception {
    models.others().after(Duration.ofSeconds(1)).answers("well");
    var ten = Collections.nCopies(10, ABC.get(0));
    var batch = start(BatchRequest.builder(ten, HI).maxConcurrency(3).build());

    models.awaitRunning(3, patience());
    assertThatThrownBy(() -> time.awaitPendingTasks(4, Duration.ofMillis(100)))
        .as("a fourth dispatch begins")
        .isInstanceOf(AssertionError.class);
    for (int left = 10; left > 0; left -= 3) {
      models.awaitRunning(Math.min(3, left), patience());
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(end(batch).answers()).hasSize(10);
    assertThat(models.mostRunning()).isEqualTo(3);
  }

  @Test
  void theFirstAnswerEndsTheBatchAndLosersAreCancelled() throws Exception {
    models.target("b/2").after(Duration.ofSeconds(1)).answers("b");
    models.others().hangs();
    var batch = start(BatchRequest.builder(ABC, HI).completion(Completion.firstAnswer()).build());
    models.awaitRunning(3, patience());

    time.advance(Duration.ofSeconds(1));

    var result = end(batch);
    assertThat(result.status()).isEqualTo(BatchResult.Status.COMPLETE);
    assertThat(statuses(result))
        .containsExactly(Status.CANCELLED, Status.ANSWERED, Status.CANCELLED);
    assertThat(reasons(result)).containsOnly(Cancelled.Reason.COMPLETION_MET);
    models.awaitRunning(0, patience());
  }

  @Test
  void distinctProvidersCountsProvidersNotAnswers() throws Exception {
    models.target("a/1").answers("a");
    models.target("a/2").answers("a");
    models.target("b/2").after(Duration.ofSeconds(1)).answers("b");
    models.target("c/3").hangs();
    var four = ModelTarget.list("a/1", "a/2", "b/2", "c/3");
    var batch =
        start(BatchRequest.builder(four, HI).completion(Completion.distinctProviders(2)).build());
    models.awaitRunning(2, patience());

    time.advance(Duration.ofSeconds(1));

    var result = end(batch);
    assertThat(result.status()).isEqualTo(BatchResult.Status.COMPLETE);
    assertThat(reasons(result)).containsExactly(Cancelled.Reason.COMPLETION_MET);
  }

  @Test
  void aConditionThatCannotBeMetAnyMoreDoesNotEndTheBatch() throws Exception {
    models.target("a/1").fails(FailureKind.SERVER_ERROR);
    models.target("b/2").after(Duration.ofSeconds(1)).answers("b");
    models.target("c/3").after(Duration.ofSeconds(1)).answers("c");
    var batch = start(BatchRequest.builder(ABC, HI).completion(Completion.answers(3)).build());
    models.awaitRunning(2, patience());

    time.advance(Duration.ofSeconds(1));

    var result = end(batch);
    assertThat(result.answers()).hasSize(2);
    assertThat(result.status()).isEqualTo(BatchResult.Status.PARTIAL);
  }

  @Test
  void aConditionOfTheCallersIsAskedAfterEachResult() throws Exception {
    models.target("a/1").fails(FailureKind.SERVER_ERROR);
    models.others().hangs();
    var batch =
        start(
            BatchRequest.builder(ABC, HI)
                .completion(Completion.until(results -> !results.get(0).isAnswered()))
                .build());

    var result = end(batch);

    assertThat(result.status()).isEqualTo(BatchResult.Status.COMPLETE);
    assertThat(reasons(result))
        .containsExactly(Cancelled.Reason.COMPLETION_MET, Cancelled.Reason.COMPLETION_MET);
  }

  @Test
  void aConditionThatThrowsLetsTheBatchRunOnAsAll() throws Exception {
    models.others().answers("well");
    var throwing =
        Completion.until(
            results -> {
              throw new IllegalStateException("the caller's own mistake");
            });

    var result = end(start(BatchRequest.builder(ABC, HI).completion(throwing).build()));

    assertThat(result.answers()).hasSize(3);
    assertThat(result.status()).isEqualTo(BatchResult.Status.COMPLETE);
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
  void aDispatchThatNeverEndsIsEndedByTheBatchDeadline() throws Exception {
    models.others().answers("well");
    var request = BatchRequest.builder(ABC, HI).deadline(Duration.ofSeconds(1)).build();
    var batch = batchOver(mixed(HostileDispatcher.FOREVER), time, time).start(request);
    get(batch.result(0));
    get(batch.result(2));

    time.awaitPendingTasks(1, patience());
    time.advance(Duration.ofSeconds(1));
    time.advance(A_MOMENT_FOR_SETTLED);

    assertThat(statuses(end(batch)))
        .containsExactly(Status.ANSWERED, Status.TIMED_OUT, Status.ANSWERED);
  }

  @Test
  void interruptingTheOneWhoAwaitsCancelsWhatIsUnfinished() throws Exception {
    models.target("a/1").answers("a");
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(2, patience());
    get(batch.result(0));
    var asking = new Asking<>(batch::await);

    asking.interrupt();

    var result = asking.result(patience());
    assertThat(statuses(result))
        .containsExactly(Status.ANSWERED, Status.CANCELLED, Status.CANCELLED);
    assertThat(reasons(result)).containsOnly(Cancelled.Reason.INTERRUPTED);
    assertThat(asking.endedInterrupted()).isTrue();
    models.awaitRunning(0, patience());
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

  private Batch start(BatchRequest request) {
    return batchOver(models, time, time).start(request);
  }

  /** The hostile one for the second target, the scripted one for the others. */
  private Dispatcher mixed(Dispatcher hostile) {
    return (target, prompt, listener) ->
        (target.equals(ABC.get(1)) ? hostile : models).dispatchAsync(target, prompt, listener);
  }

  private BatchResult end(Batch batch) throws InterruptedException {
    return get(batch.result());
  }

  private <T> T get(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("A result of a batch did not complete normally.", e);
    }
  }

  private static List<Status> statuses(BatchResult result) {
    return result.results().stream().map(ModelResult::status).toList();
  }

  private static List<Cancelled.Reason> reasons(BatchResult result) {
    return result.results().stream()
        .filter(Cancelled.class::isInstance)
        .map(r -> ((Cancelled) r).reason())
        .toList();
  }
}
