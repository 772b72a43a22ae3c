/**
 * Sends to many targets at once, over any {@link dev.modeldispatch.Dispatcher}: slots, completion
 * conditions, the batch's deadline.
 *
 * <pre>{@code
 * BatchDispatcher batch = FanOut.over(dispatcher, resources);
 * try (Batch running = batch.start(BatchRequest.of(targets, "Compare"))) {
 *   BatchResult result = running.await();
 * }
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.batch;

import org.jspecify.annotations.NullMarked;
