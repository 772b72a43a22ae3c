package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.ModelResult;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets so many dispatches run at once; the others wait in order, without a thread. */
final class Gate {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Gate(int places) {
    free = places;
  }

  /** Starts the dispatch when there is a place for it. */
  CompletableFuture<ModelResult> enter(Supplier<CompletableFuture<ModelResult>> dispatch) {
    var result = new CompletableFuture<ModelResult>();
    Runnable start = () -> run(dispatch, result);
    synchronized (this) {
      if (free == 0) {
        waiting.add(start);
        return result;
      }
      free--;
    }
    start.run();
    return result;
  }

  private void run(
      Supplier<CompletableFuture<ModelResult>> dispatch, CompletableFuture<ModelResult> result) {
    CompletableFuture<ModelResult> running;
    try {
      running = dispatch.get();
    } catch (RuntimeException e) {
      running = CompletableFuture.failedFuture(e);
    }
    var unused =
        running.whenComplete(
            (how, thrown) -> {
              leave();
              if (thrown == null) {
                result.complete(how);
              } else {
                result.completeExceptionally(thrown);
              }
            });
  }

  private void leave() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.run();
  }
}
