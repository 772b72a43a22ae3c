package dev.modeldispatch;

import static dev.modeldispatch.Facts.FAILURE;
import static dev.modeldispatch.Facts.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DispatcherTest {
  private static final Prompt PROMPT = Prompt.of("Why?");

  private final List<DispatchEvent> heard = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    boolean flag = Thread.interrupted();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(flag).as("interrupt flag left behind").isFalse();
  }

  @Test
  void theResultOfTheFutureComesBack() {
    var answer = Facts.result().answered("yes");
    Dispatcher dispatcher = (target, prompt, listener) -> settled(listener, answer);

    assertThat(dispatcher.dispatch(TARGET, PROMPT)).isSameAs(answer);
    assertThat(dispatcher.dispatch(TARGET, "Why?")).isSameAs(answer);
    assertThat(dispatcher.dispatch(TARGET, PROMPT, heard::add)).isSameAs(answer);
    assertThat(heard).hasOnlyElementsOfType(DispatchEvent.Settled.class).hasSize(1);
  }

  @Test
  void theShortWaysAskTheOneMethod() {
    List<Object> asked = new ArrayList<>();
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          asked.addAll(List.of(target, prompt, listener));
          return CompletableFuture.completedFuture(Facts.result().answered("yes"));
        };

    assertThat(dispatcher.dispatchAsync(TARGET, PROMPT)).isCompleted();

    assertThat(asked).containsExactly(TARGET, PROMPT, DispatchListener.none());
  }

  @Test
  void aListenerHearsEveryEvent() {
    var queued = new DispatchEvent.Queued(TARGET, Duration.ZERO, "a permit");
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          listener.onEvent(queued);
          return settled(listener, Facts.result().failed(FAILURE));
        };

    dispatcher.dispatch(TARGET, PROMPT, heard::add);

    assertThat(heard).hasSize(2).startsWith(queued);
  }

  @Test
  void aFutureThatFailsIsAFailureWithoutTheWordsOfTheException() {
    var broken = CompletableFuture.<ModelResult>failedFuture(new IllegalStateException("canary"));

    var result = ((Dispatcher) (t, p, l) -> broken).dispatch(TARGET, PROMPT);

    var failure = result.unanswered().orElseThrow().failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(failure.evidence()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.toString()).doesNotContain("canary");
    assertThat(result.usage()).isEqualTo(Usage.unknown());
  }

  @Test
  void aFutureThatFailsAfterSettledGivesWhatWasTold() {
    var answer = Facts.result().answered("yes");
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          var unused = settled(listener, answer);
          return CompletableFuture.failedFuture(new IllegalStateException());
        };

    assertThat(dispatcher.dispatch(TARGET, PROMPT)).isSameAs(answer);
  }

  @SuppressWarnings("NullAway") // a dispatcher that does what it must not
  @Test
  void aFutureWithoutAResultIsAFailure() {
    Dispatcher dispatcher = (t, p, l) -> CompletableFuture.completedFuture(null);

    var result = dispatcher.dispatch(TARGET, PROMPT);

    assertThat(result).isInstanceOf(Failed.class);
  }

  @Test
  void aCancelledFutureIsCancelledByTheCaller() {
    var cancelled = new CompletableFuture<ModelResult>();
    cancelled.cancel(true);

    var result = ((Dispatcher) (t, p, l) -> cancelled).dispatch(TARGET, PROMPT);

    assertThat(reason(result)).contains(Cancelled.Reason.CALLER);
    assertThat(result.usage()).isEqualTo(Usage.unknown());
    assertThat(result.unanswered().orElseThrow().maybeProcessed()).isTrue();
  }

  @Test
  void aCancelledFutureGivesTheOutcomeOfItsWork() {
    var work = new Work();
    work.future.cancel(true);

    var result = ((Dispatcher) (t, p, l) -> work.future).dispatch(TARGET, PROMPT);

    assertThat(result).isSameAs(work.settled);
  }

  @Test
  void anInterruptedCallerGetsCancelledAndTheFlagBack() {
    var work = new Work();
    Thread.currentThread().interrupt();

    var result = ((Dispatcher) (t, p, l) -> work.future).dispatch(TARGET, PROMPT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(work.future).isCancelled();
    assertThat(reason(result)).contains(Cancelled.Reason.INTERRUPTED);
    assertThat(result.unanswered().orElseThrow().partialText()).contains("so far");
  }

  @Test
  void anInterruptFromAnotherThreadEndsTheWait() {
    var work = new Work();
    Thread caller = Thread.currentThread();
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          begin(caller::interrupt);
          return work.future;
        };

    var result = dispatcher.dispatch(TARGET, PROMPT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(reason(result)).contains(Cancelled.Reason.INTERRUPTED);
  }

  @Test
  void anInterruptGetsWhatSettledTellsAlsoFromAPlainFutureWithoutAListener() {
    var plain = new CompletableFuture<ModelResult>();
    var told = Facts.result().partialText("so far").cancelled(Cancelled.Reason.CALLER);
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          var unused =
              plain.whenComplete((r, thrown) -> begin(() -> settled(listener, told).join()));
          Thread.currentThread().interrupt();
          return plain;
        };

    var result = dispatcher.dispatch(TARGET, PROMPT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.unanswered().orElseThrow().partialText()).contains("so far");
    assertThat(reason(result)).contains(Cancelled.Reason.INTERRUPTED);
  }

  @Test
  void anInterruptOfAPlainFutureIsCancelledAlsoIfNothingIsTold() {
    Thread.currentThread().interrupt();

    var result = ((Dispatcher) (t, p, l) -> new CompletableFuture<>()).dispatch(TARGET, PROMPT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(reason(result)).contains(Cancelled.Reason.INTERRUPTED);
  }

  @Test
  void anInterruptDoesNotHideThatTheDispatcherWasClosed() {
    var closed = Facts.result().cancelled(Cancelled.Reason.CLOSED);
    var work = new Work();
    work.settled = closed;
    Thread.currentThread().interrupt();

    var result = ((Dispatcher) (t, p, l) -> work.future).dispatch(TARGET, PROMPT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isSameAs(closed);
  }

  @Test
  void anAnswerThatIsThereSurvivesAnInterrupt() {
    var answer = Facts.result().answered("yes");
    Thread.currentThread().interrupt();

    var result =
        ((Dispatcher) (t, p, listener) -> settled(listener, answer))
            .dispatch(TARGET, PROMPT, heard::add);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isSameAs(answer);
  }

  @Test
  void anInterruptedCallerStillReturnsAfterItsListenerHasHeardTheEnd() {
    var answer = Facts.result().answered("yes");
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          begin(() -> settled(listener, answer).join());
          return CompletableFuture.completedFuture(answer);
        };
    Thread.currentThread().interrupt();

    dispatcher.dispatch(TARGET, PROMPT, heard::add);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(heard).hasSize(1);
  }

  @Test
  void aStuckListenerHoldsTheCallerOnlyForABoundedTime() {
    var stuck = new CountDownLatch(1);
    var answer = Facts.result().answered("yes");
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          begin(() -> settled(listener, answer).join());
          return CompletableFuture.completedFuture(answer);
        };

    var result = dispatcher.dispatch(TARGET, PROMPT, event -> await(stuck));

    assertThat(result).isSameAs(answer);
    stuck.countDown();
  }

  @Test
  void aDispatcherThatNeverTellsSettledHoldsTheCallerOnlyForABoundedTime() {
    var answer = Facts.result().answered("yes");
    Dispatcher dispatcher = (t, p, l) -> CompletableFuture.completedFuture(answer);

    assertThat(dispatcher.dispatch(TARGET, PROMPT, heard::add)).isSameAs(answer);
    assertThat(heard).isEmpty();
  }

  @Test
  void misuseIsPassedOn() {
    Dispatcher dispatcher =
        (target, prompt, listener) -> {
          throw new IllegalArgumentException("target: unknown");
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> dispatcher.dispatch(TARGET, PROMPT))
        .withMessage("target: unknown");
    assertThatIllegalArgumentException().isThrownBy(() -> dispatcher.dispatch(TARGET, " "));
  }

  @Test
  void aListenerThatThrowsOnSettledStillCountsAsTold() {
    var door =
        new BlockingDoor(
            TARGET,
            event -> {
              throw new IllegalStateException("broken");
            });
    var answer = Facts.result().answered("yes");

    assertThatIllegalStateException().isThrownBy(() -> settled(door, answer));

    assertThat(door.pass((t, p, l) -> CompletableFuture.completedFuture(answer), PROMPT))
        .isSameAs(answer);
  }

  private void begin(Runnable action) {
    var thread = new Thread(action, "caller-test");
    threads.add(thread);
    thread.start();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<ModelResult> settled(
      DispatchListener listener, ModelResult result) {
    listener.onEvent(new DispatchEvent.Settled(TARGET, Duration.ZERO, result));
    return CompletableFuture.completedFuture(result);
  }

  private static Optional<Cancelled.Reason> reason(ModelResult result) {
    return result instanceof Cancelled cancelled
        ? Optional.of(cancelled.reason())
        : Optional.empty();
  }

  /** Work that ends when it is called off, with a partial text, and tells no listener. */
  private static final class Work implements ResultFuture.Work<ModelResult> {
    final ResultFuture<ModelResult> future = new ResultFuture<>(this);
    volatile @Nullable ModelResult settled;

    @Override
    public synchronized boolean cancel() {
      boolean first = settled == null;
      if (first) {
        settled = Facts.result().partialText("so far").cancelled(Cancelled.Reason.CALLER);
      }
      return first;
    }

    @Override
    public Optional<ModelResult> outcome() {
      return Optional.ofNullable(settled);
    }
  }
}
