package dev.modeldispatch.core.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays changes over a table: first the tiers, then the task types, then the patterns. For one
 * reading; the table that it starts from stays as it is.
 */
final class OverlayJson {
  private static final List<String> OVERLAY_FIELDS = List.of("tiers", "tasks", "patterns");
  private static final List<String> TIER_FIELDS =
      List.of("target", "fallbacks", "overflowFallbacks", "filterFallbacks", "thinking");
  private static final List<String> TASK_FIELDS =
      List.of("tier", "target", "fallbacks", "overflowFallbacks", "filterFallbacks");

  private final RoutingNodes nodes;
  private final Map<String, TierRow> tiers = new LinkedHashMap<>();
  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final Map<String, List<ModelTarget>> patterns;

  OverlayJson(String subject, RoutingTable table) {
    nodes = new RoutingNodes(subject);
    table.tierRows().forEach(row -> tiers.put(row.tier().name(), row));
    table.routes().forEach(route -> routes.put(route.taskType(), route));
    patterns = new LinkedHashMap<>(table.patterns());
  }

  /** Returns the table with the changes, or throws with all problems. */
  RoutingTable lay(String json) {
    JsonNode overlay =
        nodes.parse(json, "the overlay must be a JSON object with tiers, tasks or patterns");
    nodes.knownFields("the overlay", overlay, OVERLAY_FIELDS);
    nodes.members("tiers", overlay.path("tiers")).forEach(this::tier);
    nodes.members("tasks", overlay.path("tasks")).forEach(this::task);
    patterns.putAll(nodes.patterns(overlay.path("patterns")));
    nodes.problems().orThrow();
    return RoutingTable.of(new ArrayList<>(tiers.values()), routes.values(), patterns);
  }

  private void tier(String name, JsonNode change) {
    String where = "tiers." + name;
    Optional<TierRow> row = known("tiers", name);
    row.ifPresent(
        old -> {
          ModelTarget target = target(where, change, TIER_FIELDS, old.target());
          Fallbacks fallbacks = fallbacks(where, change, old.fallbacks());
          String thinking = nodes.thinking(where, change).orElse(old.tier().thinking());
          var tier = new Route.Tier(old.tier().number(), name, thinking);
          var changed = new TierRow(tier, target, fallbacks);
          tiers.put(name, changed);
          routes.replaceAll(
              (taskType, route) ->
                  route.tier().isSame(old.tier()) ? made(where, changed, taskType, route) : route);
        });
  }

  private Route made(String where, TierRow row, String taskType, Route before) {
    var made = new ArrayList<>(List.of(before));
    nodes.noted(where, () -> made.set(0, row.route(taskType)));
    return made.get(0);
  }

  private void task(String taskType, JsonNode change) {
    String where = "tasks." + taskType;
    Optional<TierRow> row =
        change.has("tier")
            ? known(where + ".tier", nodes.text(where + ".tier", change.path("tier")))
            : Optional.empty();
    Route old = routes.get(taskType);
    nodes
        .problems()
        .unless(
            old != null || change.has("tier"),
            () ->
                where
                    + ": unknown task type; name one of the table's, or give the new one a tier"
                    + " (known: "
                    + String.join(", ", tiers.keySet())
                    + ")");
    if (change.has("tier")) {
      row.ifPresent(r -> nodes.noted(where, () -> put(where, change, r.route(taskType))));
    } else if (old != null) {
      nodes.noted(where, () -> put(where, change, old));
    }
  }

  private void put(String where, JsonNode change, Route base) {
    ModelTarget target = target(where, change, TASK_FIELDS, base.target());
    Fallbacks fallbacks = fallbacks(where, change, base.fallbacks());
    routes.put(base.taskType(), new Route(base.taskType(), base.tier(), target, fallbacks));
  }

  private Optional<TierRow> known(String where, String tier) {
    TierRow row = tiers.get(tier);
    nodes
        .problems()
        .unless(
            row != null,
            () ->
                where
                    + ": unknown tier "
                    + Misuse.quote(tier)
                    + " (known: "
                    + String.join(", ", tiers.keySet())
                    + ")");
    return Optional.ofNullable(row);
  }

  /** A change is an object, or the new target alone. */
  private ModelTarget target(
      String where, JsonNode change, List<String> fields, ModelTarget before) {
    if (!change.isTextual()) {
      nodes.knownFields(where, change, fields);
    }
    JsonNode named = change.isTextual() ? change : change.path("target");
    return named.isMissingNode()
        ? before
        : nodes.targets(where, List.of(named)).stream().findFirst().orElse(before);
  }

  private Fallbacks fallbacks(String where, JsonNode change, Fallbacks before) {
    return nodes.hasFallbacks(change) ? nodes.fallbacks(where, change) : before;
  }
}
