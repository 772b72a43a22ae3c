package dev.modeldispatch;

import java.util.List;

/**
 * Sends a prompt to many models at once and brings back one result per target, in input order.
 * Thread-safe.
 *
 * <p>What one {@link Dispatcher} keeps holds for every slot. Besides: one slot's fate never changes
 * another's; duplicates are kept apart by their place; the batch's deadline bounds the slots that
 * wait for {@code maxConcurrency}, too, while a slot's own deadline starts when its dispatch does.
 */
@FunctionalInterface
public interface BatchDispatcher {
  /** Starts the batch and returns at once, however many targets there are. */
  Batch start(BatchRequest request);

  /** Sends the text to all targets and waits for all results. */
  default BatchResult dispatch(List<ModelTarget> targets, String prompt) {
    return dispatch(BatchRequest.of(targets, prompt));
  }

  /** Sends the prompt to all targets and waits for all results. */
  default BatchResult dispatch(List<ModelTarget> targets, Prompt prompt) {
    return dispatch(BatchRequest.of(targets, prompt));
  }

  /** Runs the batch and waits for all results. */
  default BatchResult dispatch(BatchRequest request) {
    return start(request).await();
  }
}
