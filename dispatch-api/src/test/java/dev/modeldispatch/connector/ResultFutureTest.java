package dev.modeldispatch.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFutureTest {
  /** From where a future is ended: the work's own, or one derived from it. */
  enum Place {
    ROOT {
      @Override
      CompletableFuture<String> of(HandWork work) {
        return work.future;
      }
    },
    DERIVED {
      @Override
      CompletableFuture<String> of(HandWork work) {
        return work.future.thenApply(text -> text + "!");
      }
    },
    DERIVED_TWICE {
      @Override
      CompletableFuture<String> of(HandWork work) {
        return work.future.handle((text, thrown) -> "handled").thenApply(text -> text + "!");
      }
    };

    abstract CompletableFuture<String> of(HandWork work);
  }

  private final HandWork work = new HandWork();

  @Test
  void theWorkCompletesItsFuture() {
    assertThat(work.finish("answer")).isTrue();

    assertThat(work.future).isCompletedWithValue("answer");
    assertThat(work.future.outcome()).contains("answer");
    assertThat(work.future.settle("again")).isFalse();
  }

  @Test
  void anOpenFutureHasNoOutcome() {
    assertThat(work.future.outcome()).isEmpty();
    assertThat(work.future).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void cancelEndsTheWorkAndKeepsTheContractOfTheJdk(Place place) {
    var future = place.of(work);

    assertThat(future.cancel(true)).isTrue();

    assertThat(work.calledOff).hasValue(1);
    assertThat(work.future.outcome()).contains(HandWork.CALLED_OFF);
    assertThat(work.future).isCancelled();
    assertThat(future).isCancelled();
    assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
    assertThat(future.cancel(true)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void cancelWithoutInterruptEndsTheWorkToo(Place place) {
    assertThat(place.of(work).cancel(false)).isTrue();

    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void completeEndsTheWork(Place place) {
    var future = place.of(work);

    assertThat(future.complete("mine")).isTrue();

    assertThat(future).isCompletedWithValue("mine");
    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void completeExceptionallyEndsTheWork(Place place) {
    var future = place.of(work);

    assertThat(future.completeExceptionally(new IllegalStateException("mine"))).isTrue();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(future::join)
        .withCauseInstanceOf(IllegalStateException.class);
    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void completeAsyncEndsTheWork(Place place) {
    List<Runnable> queue = new ArrayList<>();
    var future = place.of(work).completeAsync(() -> "mine", queue::add);
    assertThat(work.calledOff).hasValue(0);

    queue.forEach(Runnable::run);

    assertThat(future).isCompletedWithValue("mine");
    assertThat(work.calledOff).hasValue(1);
  }

  @Test
  void completeAsyncPassesOnWhatTheSupplierThrows() {
    var future =
        work.future.completeAsync(
            () -> {
              throw new IllegalStateException("mine");
            },
            Runnable::run);

    assertThat(future).isCompletedExceptionally();
    assertThat(work.calledOff).hasValue(1);
  }

  @Test
  void completeAsyncAsksNobodyOnceTheFutureIsDone() {
    work.finish("answer");

    var future = work.future.completeAsync(() -> "mine", Runnable::run);

    assertThat(future).isCompletedWithValue("answer");
  }

  @ParameterizedTest
  @EnumSource
  void aTimeLimitEndsTheWork(Place place) {
    var future = place.of(work).orTimeout(1, TimeUnit.MILLISECONDS);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(future::join)
        .withCauseInstanceOf(TimeoutException.class);
    assertThat(work.future).failsWithin(10, TimeUnit.SECONDS);
    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void aValueAfterATimeLimitEndsTheWork(Place place) {
    var future = place.of(work).completeOnTimeout("late", 1, TimeUnit.MILLISECONDS);

    assertThat(future.join()).isEqualTo("late");
    work.future.handle((text, thrown) -> "done").join();
    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void obtrudingEndsTheWork(Place place) {
    var future = place.of(work);

    future.obtrudeValue("mine");

    assertThat(future).isCompletedWithValue("mine");
    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void obtrudingAnExceptionEndsTheWork(Place place) {
    var future = place.of(work);

    future.obtrudeException(new IllegalStateException("mine"));

    assertThat(future).isCompletedExceptionally();
    assertThat(work.calledOff).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void workThatHadSettledWinsAgainstCancel(boolean interrupt) {
    work.settleOnly("answer");

    assertThat(work.future.cancel(interrupt)).isFalse();

    assertThat(work.future).isCompletedWithValue("answer").isNotCancelled();
    assertThat(work.calledOff).hasValue(0);
  }

  @Test
  void workThatHadSettledWinsAgainstCompletion() {
    work.settleOnly("answer");

    assertThat(work.future.complete("mine")).isFalse();
    assertThat(work.future.completeExceptionally(new IllegalStateException())).isFalse();

    assertThat(work.future).isCompletedWithValue("answer");
  }

  @Test
  void aDerivedFutureThatIsDoneCancelsNothing() {
    var derived = work.future.thenApply(String::length);
    work.finish("answer");

    assertThat(derived.cancel(true)).isFalse();
    assertThat(derived.complete(1)).isFalse();

    assertThat(derived).isCompletedWithValue(6);
    assertThat(work.calledOff).hasValue(0);
  }

  @Test
  void aSiblingOfACancelledFutureFails() {
    var one = work.future.thenApply(text -> text);
    var other = work.future.thenApply(text -> text);

    one.cancel(true);

    assertThat(other).isCompletedExceptionally();
    assertThat(work.calledOff).hasValue(1);
  }

  @Test
  void theOutcomeIsThereBeforeTheFutureCompletes() {
    List<Optional<String>> seen = new ArrayList<>();
    var watching = work.future.whenComplete((text, thrown) -> seen.add(work.future.outcome()));

    work.future.cancel(true);

    assertThat(seen).containsExactly(Optional.of(HandWork.CALLED_OFF));
    assertThat(watching).isDone();
  }

  @RepeatedTest(100)
  void cancelAndTheWorkNeverBothWin() throws Exception {
    Race.of(() -> work.finish("answer"), () -> work.future.cancel(true));

    assertThat(work.future).isDone();
    if (work.future.isCancelled()) {
      assertThat(work.outcome()).contains(HandWork.CALLED_OFF);
    } else {
      assertThat(work.future).isCompletedWithValue("answer");
      assertThat(work.outcome()).contains("answer");
    }
  }

  @RepeatedTest(100)
  void completionFromOutsideAndTheWorkNeverBothWin() throws Exception {
    Race.of(() -> work.finish("answer"), () -> work.future.complete("mine"));

    boolean mine = work.future.join().equals("mine");
    assertThat(work.outcome()).contains(mine ? HandWork.CALLED_OFF : "answer");
    assertThat(work.calledOff).hasValue(mine ? 1 : 0);
  }

  @RepeatedTest(100)
  void cancelOnADerivedFutureAndTheWorkNeverBothWin() throws Exception {
    var derived = work.future.thenApply(text -> text + "!");

    Race.of(() -> work.finish("answer"), () -> derived.cancel(true));

    assertThat(derived).isDone();
    if (!derived.isCancelled()) {
      assertThat(derived).isCompletedWithValue("answer!");
      assertThat(work.outcome()).contains("answer");
    }
    assertThat(work.future).isDone();
  }

  @RepeatedTest(100)
  void manyEndsFromOutsideEndTheWorkOnce() throws Exception {
    var derived = work.future.thenApply(text -> text);

    Race.of(
        () -> work.future.cancel(true),
        () -> work.future.complete("mine"),
        () -> derived.cancel(true));

    assertThat(work.calledOff).hasValue(1);
    assertThat(work.future).isDone();
    assertThat(derived).isDone();
    if (!work.future.isCompletedExceptionally()) {
      assertThat(work.future.join()).isIn("mine", HandWork.CALLED_OFF);
    }
  }
}
