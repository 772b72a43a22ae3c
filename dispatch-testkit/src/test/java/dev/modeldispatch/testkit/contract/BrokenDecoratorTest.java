package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the contract is broken once, and the contract has to catch it. */
class BrokenDecoratorTest {
  @ParameterizedTest
  @CsvSource({
    "Eager,         nothingIsAskedBeforeItIsAsked",
    "AskingTwice,   targetAndPromptArePassedOnOnce",
    "Rewriting,     targetAndPromptArePassedOnOnce",
    "Redirecting,   targetAndPromptArePassedOnOnce",
    "Improving,     theResultIsPassedBack",
    "Silencing,     theListenerHearsAllThatIsTold",
    "Improving,     theListenerHearsAllThatIsTold",
    "Greedy,        aListenerThatWantsNoTextStillWantsNone",
    "Softening,     aRefusalIsPassedBack",
    "Remembering,   manyAtOnceStayApart",
    "Unlinking,     cancellingADerivedFutureEndsTheWork",
  })
  void theContractCatchesIt(String broken, String test) throws Exception {
    var type = Class.forName(BrokenDecoratorTest.class.getName() + "$" + broken);

    var summary = ContractRun.of(type, test);

    assertThat(summary.getTestsFailedCount()).isPositive();
  }

  /** What all of them break is a decorator that passes everything on. */
  abstract static class Breaking extends DecoratorContract {
    @Override
    protected final Duration patience() {
      return Duration.ofMillis(400);
    }
  }

  static class Eager extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      inner.dispatch(ModelTarget.of("warm", "up"), "Hi");
      return inner;
    }
  }

  static class AskingTwice extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) -> {
        inner.dispatch(target, prompt);
        return inner.dispatchAsync(target, prompt, listener);
      };
    }
  }

  static class Rewriting extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) ->
          inner.dispatchAsync(target, prompt.toBuilder().label("by", "me").build(), listener);
    }
  }

  static class Redirecting extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) ->
          inner.dispatchAsync(ModelTarget.of("other", "m"), prompt, listener);
    }
  }

  /** Makes an answer of everything, in the result and in what the listener hears. */
  static class Improving extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) ->
          inner
              .dispatchAsync(target, prompt, DispatchListener.none())
              .thenApply(
                  result -> {
                    ModelResult better = ModelResult.builder(target).answered("better");
                    listener.onEvent(new DispatchEvent.Settled(target, Duration.ZERO, better));
                    return better;
                  });
    }
  }

  static class Silencing extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) ->
          inner.dispatchAsync(
              target,
              prompt,
              DispatchListener.onSettled(
                  result ->
                      listener.onEvent(new DispatchEvent.Settled(target, Duration.ZERO, result))));
    }
  }

  /** Wraps the listener in a lambda, which wants text by default. */
  static class Greedy extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) ->
          inner.dispatchAsync(target, prompt, event -> listener.onEvent(event));
    }
  }

  static class Softening extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) -> {
        try {
          return inner.dispatchAsync(target, prompt, listener);
        } catch (IllegalArgumentException e) {
          return CompletableFuture.completedFuture(failed(target));
        }
      };
    }

    private static ModelResult failed(ModelTarget target) {
      return ModelResult.builder(target)
          .failed(Failure.builder(FailureKind.INVALID_REQUEST, "Refused.").build());
    }
  }

  /** Keeps the first answer for everyone. */
  static class Remembering extends Breaking {
    private final AtomicReference<CompletableFuture<ModelResult>> first = new AtomicReference<>();

    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return (target, prompt, listener) -> {
        first.compareAndSet(null, inner.dispatchAsync(target, prompt, listener));
        return Objects.requireNonNull(first.get());
      };
    }
  }

  /** Hands out a future of its own, which does not lead back. */
  static class Unlinking extends Breaking {
    @Override
    protected Dispatcher decorate(Dispatcher inner) {
      return new Dispatcher() {
        @Override
        public CompletableFuture<ModelResult> dispatchAsync(
            ModelTarget target, Prompt prompt, DispatchListener listener) {
          var own = new CompletableFuture<ModelResult>();
          inner
              .dispatchAsync(target, prompt, listener)
              .thenAccept(own::complete)
              .exceptionally(e -> null);
          return own;
        }
      };
    }
  }
}
