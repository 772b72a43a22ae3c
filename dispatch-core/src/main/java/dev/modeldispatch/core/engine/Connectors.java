package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ModelConnector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Who serves which provider. Immutable. */
public final class Connectors {
  /** Targets of the room {@code file}, which are asked through a dispatcher of their own. */
  private static final String FILES = "file";

  private final List<ModelConnector> all;
  private final Map<String, ModelConnector> byProvider;
  private final Optional<ModelConnector> rest;

  private Connectors(
      List<ModelConnector> all,
      Map<String, ModelConnector> byProvider,
      Optional<ModelConnector> rest) {
    this.all = all;
    this.byProvider = byProvider;
    this.rest = rest;
  }

  /** Returns the claims of these connectors, or throws with every claim that clashes. */
  public static Connectors of(List<ModelConnector> connectors) {
    var problems = Misuse.check("connectors");
    Map<String, ModelConnector> claims = new LinkedHashMap<>();
    List<ModelConnector> takers = new ArrayList<>();
    for (ModelConnector connector : connectors) {
      for (String provider : connector.providers()) {
        problems.unless(
            !provider.equals(FILES),
            () -> "provider 'file' is FileDispatcher's; name it otherwise");
        problems.unless(
            claims.putIfAbsent(provider, connector) == null,
            () -> "provider '" + provider + "' is claimed twice; connect it once");
      }
      if (connector.takesTheRest()) {
        takers.add(connector);
      }
    }
    problems
        .unless(
            takers.size() <= 1,
            () -> takers.size() + " connectors take the providers nobody claims; at most one may")
        .orThrow();
    return new Connectors(List.copyOf(connectors), claims, takers.stream().findFirst());
  }

  /** {@return all connectors, in order} */
  public List<ModelConnector> all() {
    return all;
  }

  /** {@return the connector that serves this provider, if one does} */
  public Optional<ModelConnector> serving(String provider) {
    ModelConnector claimed = byProvider.get(provider);
    boolean taken = claimed != null || provider.equals(FILES);
    return taken ? Optional.ofNullable(claimed) : rest;
  }

  /** Returns why a target that nobody serves cannot be asked. */
  public Failure notConnected(ModelTarget target) {
    return Failure.builder(
            FailureKind.PROVIDER_NOT_CONNECTED,
            target
                + ": provider '"
                + target.provider()
                + "' is not connected (connected: "
                + String.join(", ", new TreeSet<>(byProvider.keySet()))
                + ").")
        .hint(
            target.provider().equals(FILES)
                ? "Ask it through FileDispatcher.builder(folder).open()."
                : "Connect it when building the dispatcher, or pick a connected provider.")
        .evidence("no connector")
        .build();
  }

  @Override
  public String toString() {
    String claimed = String.join(", ", new TreeSet<>(byProvider.keySet()));
    return rest.isEmpty() ? claimed : claimed.isEmpty() ? "the rest" : claimed + " and the rest";
  }
}
