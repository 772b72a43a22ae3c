package dev.modeldispatch.core.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a routing table from JSON, strictly, and collects what is wrong. For one reading. */
final class RoutingJson {
  private static final List<String> TABLE_FIELDS = List.of("tiers", "patterns");
  private static final List<String> TIER_FIELDS =
      List.of(
          "name",
          "target",
          "fallbacks",
          "overflowFallbacks",
          "filterFallbacks",
          "taskTypes",
          "thinking");

  private final RoutingNodes nodes;
  private final List<TierRow> tiers = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  RoutingJson(String subject) {
    nodes = new RoutingNodes(subject);
  }

  /** Returns the table, or throws with all problems. */
  RoutingTable read(String json) {
    JsonNode table = nodes.parse(json, "the table must be a JSON object with tiers");
    nodes.knownFields("the table", table, TABLE_FIELDS);
    JsonNode listed = table.path("tiers");
    nodes
        .problems()
        .unless(
            listed.isArray() && !listed.isEmpty(),
            () -> "'tiers' must be a list of at least one tier");
    for (int i = 0; i < listed.size(); i++) {
      tier("tiers[" + i + "]", i + 1, listed.path(i));
    }
    var patterns = nodes.patterns(table.path("patterns"));
    nodes.problems().orThrow();
    return RoutingTable.of(tiers, routes, patterns);
  }

  private void tier(String where, int number, JsonNode tier) {
    nodes.knownFields(where, tier, TIER_FIELDS);
    String name = nodes.text(where + ".name", tier.path("name"));
    nodes
        .problems()
        .unless(names.add(name), () -> where + ": tier " + Misuse.quote(name) + " is there twice");
    List<ModelTarget> targets = nodes.targets(where, List.of(tier.path("target")));
    Fallbacks fallbacks = nodes.fallbacks(where, tier);
    String thinking = nodes.thinking(where, tier).orElse("");
    for (ModelTarget target : targets) {
      tiers.add(new TierRow(new Route.Tier(number, name, thinking), target, fallbacks));
    }
    for (JsonNode taskType : nodes.list(where + ".taskTypes", tier.path("taskTypes"), 1)) {
      String id = nodes.text(where + ".taskTypes", taskType);
      nodes
          .problems()
          .unless(
              seen.add(id), () -> where + ": task type " + Misuse.quote(id) + " is there twice");
      for (ModelTarget target : targets) {
        var tierOfIt = new Route.Tier(number, name, thinking);
        nodes.noted(where, () -> routes.add(new Route(id, tierOfIt, target, fallbacks)));
      }
    }
  }
}
