package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Dispatchers that break their own contract, for the tests of what stands above them. Each names
 * how; {@link #FOREVER} alone never ends.
 */
public enum HostileDispatcher implements Dispatcher {
  /** Throws at once. */
  THROWS {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      throw new IllegalStateException("canary: hostile");
    }
  },
  /** Throws an Error at once. */
  THROWS_ERROR {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      throw new StackOverflowError("canary: hostile");
    }
  },
  /** Returns a future that is completed with an exception. */
  FAILED_FUTURE {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      return CompletableFuture.failedFuture(new IllegalStateException("canary: hostile"));
    }
  },
  /** Returns a future that is completed with null. */
  NULL_RESULT {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      return CompletableFuture.<@Nullable ModelResult>completedFuture(null)
          .thenApply(HostileDispatcher::unsafe);
    }
  },
  /** Returns null in place of a future. */
  NULL_FUTURE {
    @Override
    @SuppressWarnings("NullAway") // that is its hostility
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      return null;
    }
  },
  /** Returns a future that nothing but its caller ever completes, and tells nothing. */
  FOREVER {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      return new CompletableFuture<>();
    }
  };

  @SuppressWarnings("NullAway") // that is its hostility
  private static ModelResult unsafe(@Nullable ModelResult nothing) {
    return nothing;
  }
}
