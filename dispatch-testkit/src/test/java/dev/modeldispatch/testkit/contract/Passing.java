package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A batch that passes everything on, to be broken in one place. */
class Passing implements Batch {
  private final Batch to;

  Passing(Batch to) {
    this.to = to;
  }

  @Override
  public List<ModelTarget> targets() {
    return to.targets();
  }

  @Override
  public CompletableFuture<ModelResult> result(int slot) {
    return to.result(slot);
  }

  @Override
  public CompletableFuture<BatchResult> result() {
    return to.result();
  }

  @Override
  public BatchResult await() {
    return to.await();
  }

  @Override
  public boolean cancel(int slot) {
    return to.cancel(slot);
  }

  @Override
  public int cancel(ModelTarget target) {
    return to.cancel(target);
  }

  @Override
  public void cancel() {
    to.cancel();
  }

  @Override
  public void close() {
    to.close();
  }
}
