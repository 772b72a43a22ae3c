package dev.modeldispatch.core;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks several connectors for their lists at once. One that throws or does not keep the limit costs
 * its own list alone.
 */
final class Lists {
  private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** A connector that keeps no limit is not waited for. */
  private static final Duration PATIENCE = LIMIT.plusSeconds(1);

  private Lists() {}

  /** Returns what each told, in order; blocks until all have, for 6 s at most. */
  static Map<ModelConnector, List<ProviderStatus>> ask(Set<ModelConnector> connectors) {
    Map<ModelConnector, CompletableFuture<List<ProviderStatus>>> asked = new LinkedHashMap<>();
    connectors.forEach(connector -> asked.put(connector, ask(connector)));
    Map<ModelConnector, CompletableFuture<List<ProviderStatus>>> told = new LinkedHashMap<>();
    asked.forEach(
        (connector, answer) ->
            told.put(connector, answer.exceptionally(e -> untold(connector, threw(e)))));
    await(CompletableFuture.allOf(told.values().toArray(CompletableFuture[]::new)));
    Map<ModelConnector, List<ProviderStatus>> known = new LinkedHashMap<>();
    told.forEach(
        (connector, answer) -> known.put(connector, answer.getNow(untold(connector, late()))));
    asked.values().forEach(answer -> answer.cancel(true)); // what is late is not wanted any more
    return known;
  }

  private static void await(CompletableFuture<Void> all) {
    try {
      all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("a connector's discover() did not keep its limit of {} s", LIMIT.toSeconds());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a list that failed is a list, too", e);
    }
  }

  private static CompletableFuture<List<ProviderStatus>> ask(ModelConnector connector) {
    try {
      return connector.discover(LIMIT);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<ProviderStatus> untold(ModelConnector connector, Failure why) {
    return connector.providers().stream()
        .sorted()
        .map(provider -> new ProviderStatus(provider, List.of(), Optional.of(why)))
        .toList();
  }

  private static Failure late() {
    return Failure.builder(
            FailureKind.STALLED,
            "a connector did not list its models within " + LIMIT.toSeconds() + " s.")
        .hint("Ask the target itself, or mend the connector's discover().")
        .evidence("no list")
        .build();
  }

  private static Failure threw(Throwable thrown) {
    LOG.warn("a connector's discover() threw {}", thrown.getClass().getName());
    return Failure.builder(FailureKind.UNKNOWN, "a connector's discover() threw.")
        .hint("Mend it, or report it.")
        .evidence(thrown.getClass().getName())
        .build();
  }
}
