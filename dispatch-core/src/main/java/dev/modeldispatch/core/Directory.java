package dev.modeldispatch.core;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.engine.Connectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What the connectors' own lists say. Nothing is cached: each call asks anew. */
final class Directory implements ModelDirectory {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Connectors connectors;

  Directory(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public List<Verdict> preflight(List<ModelTarget> targets) {
    Set<ModelConnector> needed = new LinkedHashSet<>();
    targets.forEach(t -> connectors.serving(t.provider()).ifPresent(needed::add));
    Map<String, ProviderStatus> told = new HashMap<>();
    ask(needed).forEach(status -> told.put(status.provider(), status));
    return targets.stream().map(target -> verdict(target, told.get(target.provider()))).toList();
  }

  @Override
  public List<ProviderStatus> models() {
    return ask(new LinkedHashSet<>(connectors.all()));
  }

  private Verdict verdict(ModelTarget target, @Nullable ProviderStatus told) {
    if (connectors.serving(target.provider()).isEmpty()) {
      return new Verdict(target, Readiness.NOT_READY, Optional.of(connectors.notConnected(target)));
    }
    if (told == null) {
      return new Verdict(target, Readiness.UNKNOWN, Optional.empty());
    }
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

  private static Failure notListed(ModelTarget target) {
    return Failure.builder(
            FailureKind.MODEL_NOT_FOUND,
            target + ": provider '" + target.provider() + "' does not list this model.")
        .hint("Some providers serve models that they do not list; asking will show.")
        .evidence("model list")
        .build();
  }

  private static List<ProviderStatus> ask(Set<ModelConnector> connectors) {
    List<CompletableFuture<List<ProviderStatus>>> asked =
        connectors.stream().map(connector -> connector.discover(LIMIT)).toList();
    List<ProviderStatus> told = new ArrayList<>();
    try {
      for (CompletableFuture<List<ProviderStatus>> answer : asked) {
        told.addAll(answer.get());
      }
    } catch (InterruptedException e) {
      asked.forEach(answer -> answer.cancel(true));
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connector's discover() threw", e.getCause());
    }
    return told;
  }
}
