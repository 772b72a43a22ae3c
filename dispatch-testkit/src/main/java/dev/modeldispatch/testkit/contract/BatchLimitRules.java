package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Completion;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What a batch keeps of its deadline, its concurrency and its completion condition. */
abstract class BatchLimitRules extends BatchCancelRules {
  /** A batch may wait that long for a cancelled dispatch to tell how it ended. */
  private static final Duration A_MOMENT_FOR_SETTLED = Duration.ofMillis(250);

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
}
