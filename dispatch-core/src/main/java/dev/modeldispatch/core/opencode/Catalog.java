package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Resources;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the server's lists say of providers and models, kept for 30 s. The lists hold keys; only ids
 * and limits are taken out of them. Thread-safe.
 */
final class Catalog {
  private static final Duration KEPT = Duration.ofSeconds(30);

  /** A no is asked again sooner: somebody connects a provider because of it. */
  private static final Duration NO_IS_KEPT = Duration.ofSeconds(1);

  private static final Duration ASK = Duration.ofSeconds(2);

  private final ServerApi api;
  private final Health health;
  private final Resources resources;
  private @Nullable CompletableFuture<Lists> asked;
  private Instant askedAt = Instant.MIN;

  Catalog(ServerApi api, Health health, Resources resources) {
    this.api = api;
    this.health = health;
    this.resources = resources;
  }

  /**
   * What the lists said.
   *
   * @param known whether there was a usable list
   * @param problem why there was none
   * @param connected provider ids with credentials
   * @param all every provider id that the server knows
   * @param models what each connected provider serves
   */
  record Lists(
      boolean known,
      Optional<Failure> problem,
      Set<String> connected,
      Set<String> all,
      Map<String, List<ProviderStatus.Model>> models) {
    static Lists unknown(Optional<Failure> problem) {
      return new Lists(false, problem, Set.of(), Set.of(), Map.of());
    }
  }

  /** Returns what a dispatch to the target would end with; empty if nothing speaks against it. */
  CompletableFuture<Optional<Failure>> preflight(ModelTarget target) {
    return lists(ASK)
        .thenCompose(
            lists -> {
              Optional<Failure> no = verdict(target, lists);
              return no.isPresent() && isOld()
                  ? ask(ASK).thenApply(fresh -> verdict(target, fresh))
                  : CompletableFuture.completedFuture(no);
            });
  }

  CompletableFuture<List<ProviderStatus>> discover(Duration limit) {
    return lists(limit)
        .thenApply(
            lists ->
                lists.problem().isPresent()
                    ? List.of(new ProviderStatus("opencode", List.of(), lists.problem()))
                    : lists.connected().stream()
                        .map(
                            provider ->
                                new ProviderStatus(
                                    provider,
                                    lists.models().getOrDefault(provider, List.of()),
                                    Optional.empty()))
                        .toList());
  }

  private synchronized CompletableFuture<Lists> lists(Duration limit) {
    Instant now = resources.clock().instant();
    CompletableFuture<Lists> last = asked;
    if (last != null && Duration.between(askedAt, now).compareTo(KEPT) < 0 && isUsable(last)) {
      return last.copy();
    }
    return ask(limit);
  }

  /** Whether a provider may have been connected since the list was made. */
  private synchronized boolean isOld() {
    return Duration.between(askedAt, resources.clock().instant()).compareTo(NO_IS_KEPT) > 0;
  }

  private synchronized CompletableFuture<Lists> ask(Duration limit) {
    var providers = api.get("/provider", limit);
    var models = api.get("/config/providers", limit);
    var fresh = providers.thenCombine(models, this::read);
    asked = fresh;
    askedAt = resources.clock().instant();
    return fresh.copy();
  }

  private static boolean isUsable(CompletableFuture<Lists> last) {
    return !last.isDone() || last.join().known();
  }

  private Lists read(ServerAnswer providers, ServerAnswer models) {
    Optional<JsonNode> known = providers.json().filter(j -> j.path("connected").isArray());
    if (known.isEmpty() || !providers.isFine() || known.get().path("connected").isEmpty()) {
      return Lists.unknown(health.listProblem(providers));
    }
    Set<String> connected = new LinkedHashSet<>();
    known.get().path("connected").forEach(id -> connected.add(id.asText()));
    Set<String> all = new LinkedHashSet<>(connected);
    known.get().path("all").forEach(p -> all.add(p.path("id").asText()));
    Map<String, List<ProviderStatus.Model>> served = new LinkedHashMap<>();
    models
        .json()
        .ifPresent(
            json ->
                json.path("providers")
                    .forEach(p -> served.put(p.path("id").asText(), models(p.path("models")))));
    return new Lists(true, Optional.empty(), connected, all, served);
  }

  private static List<ProviderStatus.Model> models(JsonNode listed) {
    List<ProviderStatus.Model> models = new ArrayList<>();
    listed
        .properties()
        .forEach(
            entry ->
                models.add(
                    new ProviderStatus.Model(
                        entry.getKey(),
                        positive(entry.getValue().path("limit").path("context")),
                        positive(entry.getValue().path("limit").path("output")),
                        price(entry.getValue().path("cost").path("input")),
                        price(entry.getValue().path("cost").path("output")))));
    return models;
  }

  private static Optional<BigDecimal> price(JsonNode number) {
    return number.isNumber() && number.doubleValue() > 0
        ? Optional.of(number.decimalValue())
        : Optional.empty();
  }

  private static OptionalLong positive(JsonNode number) {
    return number.asLong(0) > 0 ? OptionalLong.of(number.asLong()) : OptionalLong.empty();
  }

  private Optional<Failure> verdict(ModelTarget target, Lists lists) {
    if (!lists.known()) {
      return Optional.empty();
    }
    if (!lists.connected().contains(target.provider())) {
      return Optional.of(notConnected(target, lists));
    }
    List<ProviderStatus.Model> models = lists.models().getOrDefault(target.provider(), List.of());
    boolean served = models.stream().anyMatch(m -> m.id().equals(target.model()));
    return models.isEmpty() || served ? Optional.empty() : Optional.of(noModel(target, models));
  }

  private Failure notConnected(ModelTarget target, Lists lists) {
    String why =
        lists.all().contains(target.provider())
            ? "known, without credentials"
            : "not in the server's list";
    return Failure.builder(
            FailureKind.PROVIDER_NOT_CONNECTED,
            "Provider '"
                + target.provider()
                + "' is not connected. Connected providers: "
                + some(lists.connected().stream().toList()))
        .hint("Run '/connect " + target.provider() + "' in opencode, or pick a connected one.")
        .evidence(why)
        .build();
  }

  private Failure noModel(ModelTarget target, List<ProviderStatus.Model> models) {
    return Failure.builder(
            FailureKind.MODEL_NOT_FOUND,
            target + ": the opencode server at " + api.shown() + " does not list this model.")
        .hint("Listed: " + some(models.stream().map(ProviderStatus.Model::id).toList()))
        .evidence("model list")
        .build();
  }

  private static String some(List<String> names) {
    String shown =
        String.join(
            ", ",
            names.stream()
                .limit(8)
                .map(n -> n.replaceAll("[^\\x21-\\x7e]", "?"))
                .map(n -> n.substring(0, Math.min(40, n.length())))
                .toList());
    return names.size() > 8 ? shown + " and " + (names.size() - 8) + " more" : shown;
  }
}
