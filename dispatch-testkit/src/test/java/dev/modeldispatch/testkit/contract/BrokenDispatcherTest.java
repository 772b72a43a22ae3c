package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the contract is broken once, and the contract has to catch it. */
class BrokenDispatcherTest {
  @ParameterizedTest
  @CsvSource({
    "Throwing,            aTargetThatNobodyServesIsNotConnected",
    "Throwing,            aFailureIsAResultAndNoException",
    "Detached,            endingTheFutureFromOutsideEndsTheWork",
    "Detached,            cancellingADerivedFutureEndsTheWork",
    "Detached,            interruptingABlockingCallCancelsItAndRestoresTheFlag",
    "Deaf,                cancellingADerivedFutureEndsTheWork",
    "LateOutcome,         theCancelledResultIsThereBeforeTheFutureCompletes",
    "SettlingTwice,       settledIsTheLastEventAndComesOnce",
    "SettlingNever,       settledIsTheLastEventAndComesOnce",
    "SettlingNever,       endingTheFutureFromOutsideEndsTheWork",
    "TalkingAfterwards,   settledIsTheLastEventAndComesOnce",
    "Fragile,             aListenerThatThrowsChangesNothing",
    "Timeless,            theDeadlineEndsTheDispatchAndIsNamed",
    "BlamingTheBatch,     theDeadlineEndsTheDispatchAndIsNamed",
    "Leaking,             noStringHoldsAPromptOrAnAnswer",
    "CancellingAll,       cancellingOneDispatchLeavesTheOthers",
    "Garbling,            anAnswerIsTheResult",
    "Garbling,            thePiecesOfTextMakeTheAnswer",
    "Stubborn,            aCancelledFutureKeepsTheContractOfTheJdk",
    "Stubborn,            cancellingAfterTheEndChangesNothing",
    "Waiting,             aListenerThatIsStuckDoesNotHoldTheBlockingCall",
  })
  void theContractCatchesIt(String broken, String test) throws Exception {
    var type = Class.forName(BrokenDispatcherTest.class.getName() + "$" + broken);

    var summary = ContractRun.of(type, test);

    assertThat(summary.getTestsFailedCount()).isPositive();
  }

  /** What all of them break is the dispatcher of a test that passes. */
  abstract static class Breaking extends ScriptedDispatcherContractTest {
    @Override
    protected final Dispatcher dispatcher() {
      return broken(super.dispatcher());
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(400);
    }

    abstract Dispatcher broken(Dispatcher whole);
  }

  static class Throwing extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var future = whole.dispatchAsync(target, prompt, listener);
        if (future.isDone() && !future.join().isAnswered()) {
          throw new IllegalStateException("failed");
        }
        return future;
      };
    }
  }

  /** Hands out a plain future that does not lead back to the work. */
  static class Detached extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var plain = new CompletableFuture<ModelResult>();
        whole
            .dispatchAsync(target, prompt, listener)
            .thenAccept(plain::complete)
            .exceptionally(e -> null);
        return plain;
      };
    }
  }

  /** Its own cancel leads back to the work, that of derived futures does not. */
  static class Deaf extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var future = whole.dispatchAsync(target, prompt, listener);
        var plain = new CompletableFuture<ModelResult>();
        future.thenAccept(plain::complete).exceptionally(e -> null);
        plain.whenComplete((result, thrown) -> future.cancel(true)).exceptionally(e -> null);
        return plain;
      };
    }
  }

  static class LateOutcome extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var future = whole.dispatchAsync(target, prompt, listener);
        return new ResultFuture<>(
            new ResultFuture.Work<ModelResult>() {
              @Override
              public boolean cancel() {
                return future.cancel(true);
              }

              @Override
              public Optional<ModelResult> outcome() {
                return Optional.empty();
              }
            });
      };
    }
  }

  static class SettlingTwice extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) ->
          whole.dispatchAsync(
              target,
              prompt,
              event -> {
                listener.onEvent(event);
                if (event instanceof DispatchEvent.Settled) {
                  listener.onEvent(event);
                }
              });
    }
  }

  static class SettlingNever extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) ->
          whole.dispatchAsync(
              target,
              prompt,
              event -> {
                if (!(event instanceof DispatchEvent.Settled)) {
                  listener.onEvent(event);
                }
              });
    }
  }

  /** Goes on talking on the caller's thread, after Settled. */
  static class TalkingAfterwards extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var future = whole.dispatchAsync(target, prompt, DispatchListener.none());
        listener.onEvent(new DispatchEvent.Settled(target, Duration.ZERO, future.join()));
        listener.onEvent(new DispatchEvent.AttemptStarted(target, Duration.ZERO, 2));
        return future;
      };
    }
  }

  /** What its listener throws fails the dispatch. */
  static class Fragile extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        try {
          listener.onEvent(new DispatchEvent.AttemptStarted(target, Duration.ZERO, 1));
        } catch (RuntimeException | Error e) {
          return CompletableFuture.failedFuture(e);
        }
        return whole.dispatchAsync(target, prompt, listener);
      };
    }
  }

  static class Timeless extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) ->
          whole.dispatchAsync(target, Prompt.of(prompt.text()), listener);
    }
  }

  static class BlamingTheBatch extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) ->
          whole
              .dispatchAsync(target, prompt, listener)
              .thenApply(
                  result ->
                      result instanceof TimedOut late
                          ? ModelResult.builder(target)
                              .timedOut(TimedOut.Deadline.BATCH, late.limit())
                          : result);
    }
  }

  static class Leaking extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) ->
          whole
              .dispatchAsync(target, prompt, listener)
              .thenApply(result -> result.isAnswered() ? result : leaking(target, prompt));
    }

    private static ModelResult leaking(ModelTarget target, Prompt prompt) {
      var failure = Failure.builder(FailureKind.SERVER_ERROR, "It refused: " + prompt.text());
      return ModelResult.builder(target).failed(failure.build());
    }
  }

  static class CancellingAll extends Breaking {
    private final CompletableFuture<Cancelled> first = new CompletableFuture<>();

    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var future =
            whole.dispatchAsync(
                target,
                prompt,
                DispatchListener.onSettled(result -> first.complete((Cancelled) result))
                    .andThen(listener));
        first.thenAccept(cancelled -> future.cancel(true)).exceptionally(e -> null);
        return future;
      };
    }
  }

  static class Garbling extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) ->
          whole
              .dispatchAsync(target, prompt, listener)
              .thenApply(result -> ModelResult.builder(target).answered("garbled"));
    }
  }

  /** Waits for its listener before its future completes. */
  static class Waiting extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var future = whole.dispatchAsync(target, prompt, DispatchListener.none());
        listener.onEvent(new DispatchEvent.Settled(target, Duration.ZERO, future.join()));
        return future;
      };
    }
  }

  /** Its cancel is always right, and ends in a result. */
  static class Stubborn extends Breaking {
    @Override
    Dispatcher broken(Dispatcher whole) {
      return (target, prompt, listener) -> {
        var work = whole.dispatchAsync(target, prompt, listener);
        var future =
            new CompletableFuture<ModelResult>() {
              @Override
              public boolean cancel(boolean mayInterruptIfRunning) {
                work.cancel(mayInterruptIfRunning);
                complete(ModelResult.builder(target).cancelled(Cancelled.Reason.CALLER));
                return true;
              }
            };
        work.thenAccept(future::complete).exceptionally(e -> null);
        return future;
      };
    }
  }
}
