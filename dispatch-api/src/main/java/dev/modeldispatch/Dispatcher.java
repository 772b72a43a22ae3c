package dev.modeldispatch;

import java.util.concurrent.CompletableFuture;

/**
 * Sends one prompt to one model and brings back one honest result. Thread-safe.
 *
 * <p>What every implementation keeps:
 *
 * <ol>
 *   <li><b>Results, not exceptions.</b> Whatever a model, provider, network or clock does is a
 *       {@link ModelResult}; a target that nobody serves is {@code Failed(provider_not_connected)}.
 *       Exceptions are for misuse, thrown at once, with the valid choice named.
 *   <li><b>Cancel ends the work</b> where it runs, and no further attempt follows. {@code
 *       cancel(true)} on the future, or on one derived from it, keeps the JDK's contract; the full
 *       {@link Cancelled} always goes to the listener as {@link DispatchEvent.Settled}, made before
 *       the future completes. Completing the future from outside ends the work too.
 *   <li><b>Interrupting a blocking call</b> cancels the work, restores the interrupt flag and
 *       returns {@link Cancelled}.
 *   <li><b>One deadline</b> holds for everything a dispatch does, from the call on, on a monotonic
 *       clock. {@link TimedOut} names whose deadline passed.
 *   <li><b>All settled.</b> The future completes normally with a result unless it is completed from
 *       outside.
 *   <li><b>Answered means complete.</b> A cut, filtered or length-limited answer is a failure that
 *       keeps the partial text.
 *   <li><b>Sessions</b>: continued ones never change the target.
 *   <li><b>Who answered is told</b>: {@link ModelResult#target} was asked, {@link
 *       ModelResult#answeredBy} answered.
 *   <li><b>No thread waits.</b> The call returns at once; callbacks are serial and in order, never
 *       on an HTTP or timer thread.
 *   <li><b>Nothing secret</b> in any text: no key, prompt or answer in a toString, log or
 *       exception.
 * </ol>
 */
@FunctionalInterface
public interface Dispatcher {
  /**
   * Sends the prompt and returns at once.
   *
   * @param target who is asked
   * @param prompt what is asked
   * @param listener hears what happens; {@link DispatchEvent.Settled} is the last event
   * @return completes normally with the result, whatever it is
   */
  CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener);

  /** Sends the prompt and returns at once. */
  default CompletableFuture<ModelResult> dispatchAsync(ModelTarget target, Prompt prompt) {
    return dispatchAsync(target, prompt, DispatchListener.none());
  }

  /** Sends the prompt and waits for the result. */
  default ModelResult dispatch(ModelTarget target, Prompt prompt) {
    return dispatch(target, prompt, DispatchListener.none());
  }

  /** Sends the prompt and waits for the result. */
  default ModelResult dispatch(ModelTarget target, String prompt) {
    return dispatch(target, Prompt.of(prompt), DispatchListener.none());
  }

  /**
   * Sends the prompt and waits for the result; returns after the listener has heard {@link
   * DispatchEvent.Settled}, or 250 ms later if the listener is stuck.
   */
  default ModelResult dispatch(ModelTarget target, Prompt prompt, DispatchListener listener) {
    return new BlockingDoor(target, listener).pass(this, prompt);
  }
}
