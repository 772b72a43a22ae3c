package dev.modeldispatch.connector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Completes a future later through its own doors; the JDK's {@code completeAsync} passes by. */
final class Supplied {
  private Supplied() {}

  static <T> CompletableFuture<T> complete(
      CompletableFuture<T> future, Supplier<? extends T> supplier, Executor executor) {
    executor.execute(
        () -> {
          if (future.isDone()) {
            return;
          }
          try {
            future.complete(supplier.get());
          } catch (Throwable t) {
            future.completeExceptionally(t);
          }
        });
    return future;
  }
}
