package dev.modeldispatch.connector;

import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The plug to one or more providers: makes one attempt and reports how it went. It never retries,
 * keeps no deadline of its own, and never throws for what a server does. Thread-safe. Anyone can
 * write one; {@code ConnectorContract} of the testkit proves it.
 */
public interface ModelConnector extends AutoCloseable {
  /** {@return the provider ids that it serves; each is served by one connector} */
  Set<String> providers();

  /** {@return whether it also takes the provider ids that no other connector serves} */
  default boolean takesTheRest() {
    return false;
  }

  /** {@return whether it can keep and continue conversations} */
  default boolean keepsSessions() {
    return false;
  }

  /**
   * Makes one attempt. Returns at once; the end is {@link Call#settle}. May be called on any
   * thread.
   */
  void call(Call call);

  /** Asks the providers what they serve; ends within the limit. Nothing is told by default. */
  default CompletableFuture<List<ProviderStatus>> discover(Duration limit) {
    return CompletableFuture.completedFuture(List.of());
  }

  /**
   * {@return whether the model may be served though its provider's list does not name it: an alias,
   * a deployment} By default it may.
   */
  default boolean mayServeUnlisted(ModelTarget target) {
    return true;
  }

  /** Ends what is running, waits for its clean-up for a bounded time, frees everything. */
  @Override
  void close();
}
