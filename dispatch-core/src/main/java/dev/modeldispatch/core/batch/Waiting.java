package dev.modeldispatch.core.batch;

import dev.modeldispatch.BatchResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a batch on the caller's thread. An interrupt calls it off and is kept for the caller.
 */
final class Waiting {
  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
  private static final long SETTLED_WITHIN_MS = 250;

  private Waiting() {}

  static BatchResult await(CompletableFuture<BatchResult> done, Hearing hearing, Runnable callOff) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          BatchResult result = done.get();
          if (!hearing.awaitSettled(SETTLED_WITHIN_MS)) {
            LOG.warn(
                "the batch's listener has not heard every Settled after {} ms; it may be stuck",
                SETTLED_WITHIN_MS);
          }
          return result;
        } catch (InterruptedException e) {
          interrupted = true;
          callOff.run();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a batch ended without a result", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
