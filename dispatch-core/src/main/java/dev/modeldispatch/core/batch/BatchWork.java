package dev.modeldispatch.core.batch;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;

/** A batch as the work behind one view; see {@link SlotWork}. */
record BatchWork(RunningBatch batch) implements ResultFuture.Work<BatchResult> {
  @Override
  public boolean cancel() {
    boolean unsettled = batch.settledAs().isEmpty();
    batch.cancel();
    return unsettled;
  }

  @Override
  public Optional<BatchResult> outcome() {
    return batch.settledAs();
  }
}
