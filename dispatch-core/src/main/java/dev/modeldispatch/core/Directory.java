package dev.modeldispatch.core;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.engine.Connectors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the connectors' own lists say: all are asked at once, each once, and whoever is silent holds
 * nobody else up. Nothing is cached: each call asks anew.
 *
 * <p>A model that is not listed is not ready where the list is known to be whole, and unknown where
 * providers serve more than they list: aliases (Anthropic), deployments (Azure), whatever speaks
 * like OpenAI.
 */
final class Directory implements ModelDirectory {
  private final Connectors connectors;

  Directory(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public List<Verdict> preflight(List<ModelTarget> targets) {
    Set<ModelConnector> needed = new LinkedHashSet<>();
    targets.forEach(t -> connectors.serving(t.provider()).ifPresent(needed::add));
    Map<ModelConnector, List<ProviderStatus>> told = Lists.ask(needed);
    return targets.stream().map(target -> verdict(target, told)).toList();
  }

  @Override
  public List<ProviderStatus> models() {
    return Lists.ask(new LinkedHashSet<>(connectors.all())).values().stream()
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
      return verdict(target, mine.get(), connector.get().mayServeUnlisted(target));
    }
    Optional<Failure> silent = told.stream().flatMap(s -> s.failure().stream()).findFirst();
    boolean listed = !told.isEmpty() && silent.isEmpty() && connector.get().takesTheRest();
    return listed
        ? notReady(target, notAmong(target, told))
        : new Verdict(target, Readiness.UNKNOWN, silent);
  }

  private static Verdict verdict(ModelTarget target, ProviderStatus told, boolean mayBe) {
    if (told.failure().isPresent()) {
      FailureKind kind = told.failure().get().kind();
      boolean sure = kind == FailureKind.AUTH_MISSING || kind == FailureKind.AUTH_REJECTED;
      return new Verdict(target, sure ? Readiness.NOT_READY : Readiness.UNKNOWN, told.failure());
    }
    boolean listed = told.models().stream().anyMatch(m -> m.id().equals(target.model()));
    if (listed) {
      return new Verdict(target, Readiness.READY, Optional.empty());
    }
    List<String> near =
        Nearest.to(target.model(), told.models().stream().map(ProviderStatus.Model::id).toList());
    return mayBe || told.models().isEmpty() // an empty list rules nothing out
        ? new Verdict(
            target, Readiness.UNKNOWN, Optional.of(notListed(target, near, "Asking will show.")))
        : notReady(target, notListed(target, near, "Pick a model of its list."));
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

  private static Failure notListed(ModelTarget target, List<String> near, String advice) {
    return Failure.builder(
            FailureKind.MODEL_NOT_FOUND,
            target + ": provider '" + target.provider() + "' does not list this model.")
        .hint(
            near.isEmpty()
                ? advice
                : "Nearest in its list: " + String.join(", ", near) + ". " + advice)
        .evidence("model list")
        .build();
  }
}
