package dev.modeldispatch.testkit;

import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A view of a batch's result: completes with it, and cancelling it cancels the work. A view that
 * was cancelled stays so.
 *
 * @param <T> the type of the result
 */
final class BatchView<T> implements ResultFuture.Work<T> {
  private final CompletableFuture<T> source;
  private final BooleanSupplier cancel;
  private volatile boolean detached;

  private BatchView(CompletableFuture<T> source, BooleanSupplier cancel) {
    this.source = source;
    this.cancel = cancel;
  }

  static <T> CompletableFuture<T> of(CompletableFuture<T> source, BooleanSupplier cancel) {
    var view = new BatchView<>(source, cancel);
    var future = new ResultFuture<>(view);
    source
        .thenAccept(
            result -> {
              if (!view.detached) {
                future.settle(result);
              }
            })
        .exceptionally(never -> null);
    return future;
  }

  @Override
  public boolean cancel() {
    detached = true;
    return cancel.getAsBoolean();
  }

  @Override
  public Optional<T> outcome() {
    return source.isDone() ? Optional.of(source.join()) : Optional.empty();
  }
}
