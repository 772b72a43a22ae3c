package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The two ways into a dispatcher; both have to tell the same. For {@code @EnumSource(Door.class)}.
 */
public enum Door {
  /** {@code dispatch}, which waits. */
  BLOCKING {
    @Override
    public ModelResult ask(
        Dispatcher dispatcher, ModelTarget target, Prompt prompt, DispatchListener listener) {
      return dispatcher.dispatch(target, prompt, listener);
    }
  },
  /** {@code dispatchAsync}, whose future is awaited. */
  ASYNC {
    @Override
    public ModelResult ask(
        Dispatcher dispatcher, ModelTarget target, Prompt prompt, DispatchListener listener)
        throws InterruptedException {
      try {
        return dispatcher.dispatchAsync(target, prompt, listener).get(20, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("The future of " + target + " did not complete normally.", e);
      }
    }
  };

  /** Asks through this door and waits for the result. */
  public abstract ModelResult ask(
      Dispatcher dispatcher, ModelTarget target, Prompt prompt, DispatchListener listener)
      throws InterruptedException;
}
