package dev.modeldispatch.connector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A future computed from another: whoever ends it from outside also cancels the other.
 *
 * <p>It completes first and cancels its source after that: the source's end comes back here as a
 * CompletionException, and would win.
 */
final class DerivedFuture<T> extends CompletableFuture<T> {
  private final CompletableFuture<?> source;

  DerivedFuture(CompletableFuture<?> source) {
    this.source = source;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return endSourceIf(super.cancel(mayInterruptIfRunning));
  }

  @Override
  public boolean complete(T value) {
    return endSourceIf(super.complete(value));
  }

  @Override
  public boolean completeExceptionally(Throwable ex) {
    return endSourceIf(super.completeExceptionally(ex));
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    return Supplied.complete(this, supplier, executor);
  }

  @Override
  public void obtrudeValue(T value) {
    super.obtrudeValue(value);
    source.cancel(true);
  }

  @Override
  public void obtrudeException(Throwable ex) {
    super.obtrudeException(ex);
    source.cancel(true);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new DerivedFuture<>(this);
  }

  private boolean endSourceIf(boolean endedHere) {
    if (endedHere) {
      source.cancel(true);
    }
    return endedHere;
  }
}
