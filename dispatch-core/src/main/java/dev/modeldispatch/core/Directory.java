package dev.modeldispatch.core;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.engine.Connectors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

/** What the connectors' own lists say. Nothing is cached: each call asks anew. */
final class Directory implements ModelDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** A connector that keeps no limit is not waited for. */
  private static final Duration PATIENCE = LIMIT.plusSeconds(1);

  private final Connectors connectors;

  Directory(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public List<Verdict> preflight(List<ModelTarget> targets) {
    Set<ModelConnector> needed = new LinkedHashSet<>();
    targets.forEach(t -> connectors.serving(t.provider()).ifPresent(needed::add));
    Map<ModelConnector, List<ProviderStatus>> told = ask(needed);
    return targets.stream().map(target -> verdict(target, told)).toList();
  }

  @Override
  public List<ProviderStatus> models() {
    return ask(new LinkedHashSet<>(connectors.all())).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  private Verdict verdict(ModelTarget target, Map<ModelConnector, List<ProviderStatus>> all) {
    Optional<ModelConnector> connector = connectors.serving(target.provider());
    if (connector.isEmpty()) {
      return notReady(target, connectors.notConnected(target));
    }
    List<ProviderStatus> told = all.getOrDefault(connector.get(), List.of());
    Optional<ProviderStatus> mine =
        told.stream().filter(status -> status.provider().equals(target.provider())).findFirst();
    if (mine.isPresent()) {
      return verdict(target, mine.get());
    }
    Optional<Failure> silent = told.stream().flatMap(s -> s.failure().stream()).findFirst();
    boolean listed = !told.isEmpty() && silent.isEmpty() && connector.get().takesTheRest();
    return listed
        ? notReady(target, notAmong(target, told))
        : new Verdict(target, Readiness.UNKNOWN, silent);
  }

  private static Verdict verdict(ModelTarget target, ProviderStatus told) {
    if (told.failure().isPresent()) {
      FailureKind kind = told.failure().get().kind();
      boolean sure = kind == FailureKind.AUTH_MISSING || kind == FailureKind.AUTH_REJECTED;
      return new Verdict(target, sure ? Readiness.NOT_READY : Readiness.UNKNOWN, told.failure());
    }
    boolean listed = told.models().stream().anyMatch(m -> m.id().equals(target.model()));
    return listed
        ? new Verdict(target, Readiness.READY, Optional.empty())
        : new Verdict(target, Readiness.UNKNOWN, Optional.of(notListed(target)));
  }

  private static Verdict notReady(ModelTarget target, Failure failure) {
    return new Verdict(target, Readiness.NOT_READY, Optional.of(failure));
  }

  private static Failure notAmong(ModelTarget target, List<ProviderStatus> told) {
    String connected =
        String.join(", ", told.stream().map(ProviderStatus::provider).limit(8).toList());
    return Failure.builder(
            FailureKind.PROVIDER_NOT_CONNECTED,
            target
                + ": provider '"
                + target.provider()
                + "' is not connected at the session server (connected: "
                + connected
                + ").")
        .hint("Connect it there, or pick a connected provider.")
        .evidence("the server's provider list")
        .build();
  }

  private static Failure notListed(ModelTarget target) {
    return Failure.builder(
            FailureKind.MODEL_NOT_FOUND,
            target + ": provider '" + target.provider() + "' does not list this model.")
        .hint("Some providers serve models that they do not list; asking will show.")
        .evidence("model list")
        .build();
  }

  private static Map<ModelConnector, List<ProviderStatus>> ask(Set<ModelConnector> connectors) {
    Map<ModelConnector, CompletableFuture<List<ProviderStatus>>> asked = new LinkedHashMap<>();
    connectors.forEach(connector -> asked.put(connector, connector.discover(LIMIT)));
    Map<ModelConnector, List<ProviderStatus>> told = new LinkedHashMap<>();
    try {
      for (var answer : asked.entrySet()) {
        told.put(
            answer.getKey(), answer.getValue().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      asked.values().forEach(answer -> answer.cancel(true));
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("a connector's discover() did not keep its limit of {} s", LIMIT.toSeconds());
      asked.values().forEach(answer -> answer.cancel(true));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connector's discover() threw", e.getCause());
    }
    return told;
  }
}
