package dev.modeldispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A batch that runs. Thread-safe. Closing it cancels what is unfinished.
 *
 * <p>A slot is a target's place in the request, from 0.
 */
public interface Batch extends AutoCloseable {
  /** {@return who is asked, in order} */
  List<ModelTarget> targets();

  /**
   * {@return a view of the slot's result} Cancelling the view cancels the slot. The slot itself
   * always ends with a result, which is in {@link #result()}.
   */
  CompletableFuture<ModelResult> result(int slot);

  /**
   * {@return a view of the whole result} Cancelling one view cancels the batch; other views then
   * complete normally with what there is.
   */
  CompletableFuture<BatchResult> result();

  /** Waits for all slots. An interrupt cancels what is unfinished and restores the flag. */
  BatchResult await();

  /** Cancels one slot; true if it was unfinished. It completes normally with {@link Cancelled}. */
  boolean cancel(int slot);

  /** Cancels all unfinished slots of this target; returns how many there were. */
  int cancel(ModelTarget target);

  /** Cancels all unfinished slots. */
  void cancel();

  /** Cancels all unfinished slots. */
  @Override
  default void close() {
    cancel();
  }
}
