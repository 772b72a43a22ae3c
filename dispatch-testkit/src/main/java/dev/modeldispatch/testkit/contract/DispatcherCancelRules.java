package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dispatcher keeps when it is cancelled, and the hooks of its contract. */
abstract class DispatcherCancelRules {
  static final Prompt HI = Prompt.of("Hi");

  final RecordingListener heard = new RecordingListener();

  /** {@return the dispatcher under test; the same one throughout a test} */
  protected abstract Dispatcher dispatcher();

  /** Returns a target that answers with this text. */
  protected abstract ModelTarget answering(String text);

  /** {@return a target that fails without being tried again} */
  protected abstract ModelTarget failing();

  /** {@return a target that never ends by itself; the same one throughout a test} */
  protected abstract ModelTarget hanging();

  /** Waits until the work of this many dispatches to {@link #hanging} is really under way. */
  protected abstract void awaitWorking(int dispatches) throws InterruptedException;

  /** Waits until no work is done any more, at a server for example; fails if it goes on. */
  protected abstract void awaitIdle() throws InterruptedException;

  /** {@return how long a test waits, in real time, for what has to come; 10 s by default} */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** Lets this much time pass for the dispatcher. By default nothing, for one on the real time. */
  protected void letPass(Duration time) {}

  /** {@return a target that nobody serves} */
  protected ModelTarget unserved() {
    return ModelTarget.of("nobody-serves-this", "m");
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void endingTheFutureFromOutsideEndsTheWork(Ending ending) throws Exception {
    var future = dispatcher().dispatchAsync(hanging(), HI, heard);
    awaitWorking(1);

    ending.end(future);

    assertThat(future).isDone();
    var settled = heard.awaitSettled(patience());
    assertThat(settled).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) settled).reason()).isEqualTo(Cancelled.Reason.CALLER);
    awaitIdle();
    assertThat(heard.settled()).hasSize(1);
  }

  @Test
  void aCancelledFutureKeepsTheContractOfTheJdk() throws Exception {
    var future = dispatcher().dispatchAsync(hanging(), HI, heard);
    awaitWorking(1);

    assertThat(future.cancel(true)).isTrue();

    assertThat(future).isCancelled();
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void theCancelledResultIsThereBeforeTheFutureCompletes() throws Exception {
    var future = dispatcher().dispatchAsync(hanging(), HI, heard);
    var seen = new AtomicReference<>("nothing");
    var dependant =
        future.whenComplete(
            (result, broken) ->
                seen.set(
                    future instanceof ResultFuture<?> f
                        ? f.outcome().isPresent() ? "outcome" : "no outcome"
                        : "outcome"));
    awaitWorking(1);

    future.cancel(true);

    assertThat(dependant).isDone();
    assertThat(seen).hasValue("outcome");
  }

  @Test
  void cancellingADerivedFutureEndsTheWork() throws Exception {
    var future = dispatcher().dispatchAsync(hanging(), HI, heard);
    var derived = future.thenApply(ModelResult::status).thenApply(Enum::name);
    awaitWorking(1);

    derived.cancel(true);

    assertThat(derived).isDone();

    assertThat(heard.awaitSettled(patience())).isInstanceOf(Cancelled.class);
    awaitIdle();
  }

  @Test
  void cancellingAfterTheEndChangesNothing() throws Exception {
    var future = dispatcher().dispatchAsync(answering("blue"), HI, heard);
    var result = future.get(patience().toMillis(), TimeUnit.MILLISECONDS);

    assertThat(future.cancel(true)).isFalse();

    assertThat(future.join()).isSameAs(result);
    heard.awaitSettled(patience());
    assertThat(heard.settled()).containsExactly(result);
  }

  @Test
  void cancellingOneDispatchLeavesTheOthers() throws Exception {
    var other = new RecordingListener();
    var first = dispatcher().dispatchAsync(hanging(), HI, heard);
    var second = dispatcher().dispatchAsync(hanging(), HI, other);
    awaitWorking(2);

    first.cancel(true);
    heard.awaitSettled(patience());

    assertThat(second).isNotDone();
    assertThat(other.settled()).isEmpty();
    second.cancel(true);
    other.awaitSettled(patience());
    awaitIdle();
  }

  @Test
  void interruptingABlockingCallCancelsItAndRestoresTheFlag() throws Exception {
    var asking = new Asking<>(() -> dispatcher().dispatch(hanging(), HI, heard));
    awaitWorking(1);

    asking.interrupt();

    var result = asking.result(patience());
    assertThat(result).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) result).reason()).isEqualTo(Cancelled.Reason.INTERRUPTED);
    assertThat(asking.endedInterrupted()).isTrue();
    assertThat(heard.awaitSettled(patience())).isInstanceOf(Cancelled.class);
    awaitIdle();
  }

  /** A way to complete a future from outside. */
  enum Ending {
    CANCEL {
      @Override
      void end(CompletableFuture<ModelResult> future) {
        future.cancel(true);
      }
    },
    CANCEL_WITHOUT_INTERRUPT {
      @Override
      void end(CompletableFuture<ModelResult> future) {
        future.cancel(false);
      }
    },
    COMPLETE_EXCEPTIONALLY {
      @Override
      void end(CompletableFuture<ModelResult> future) {
        future.completeExceptionally(new TimeoutException("the caller's own limit"));
      }
    },
    COMPLETE {
      @Override
      void end(CompletableFuture<ModelResult> future) {
        future.complete(ModelResult.builder(ModelTarget.of("caller", "own")).answered("own"));
      }
    };

    abstract void end(CompletableFuture<ModelResult> future);
  }
}
