package dev.modeldispatch.connector;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Starts actions at the same moment and waits for all of them. */
final class Race {
  private Race() {}

  static void of(Runnable... actions) throws Exception {
    var barrier = new CyclicBarrier(actions.length);
    var threads = Executors.newFixedThreadPool(actions.length);
    try {
      CompletableFuture.allOf(
              Arrays.stream(actions)
                  .map(action -> CompletableFuture.runAsync(() -> start(barrier, action), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .get(10, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void start(CyclicBarrier barrier, Runnable action) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    action.run();
  }
}
