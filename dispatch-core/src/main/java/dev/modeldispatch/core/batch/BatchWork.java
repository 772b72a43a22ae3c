package dev.modeldispatch.core.batch;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;

/** A batch as the work behind its views. */
record BatchWork(RunningBatch batch) implements ResultFuture.Work<BatchResult> {
  @Override
  public boolean cancel() {
    batch.cancel();
    return batch.settledAs().isEmpty();
  }

  @Override
  public Optional<BatchResult> outcome() {
    return batch.settledAs();
  }
}
