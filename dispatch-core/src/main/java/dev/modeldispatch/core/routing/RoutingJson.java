package dev.modeldispatch.core.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a routing table from JSON, strictly, and collects what is wrong. For one reading. */
final class RoutingJson {
  private static final List<String> TABLE_FIELDS = List.of("tiers");
  private static final List<String> TIER_FIELDS =
      List.of("name", "target", "fallbacks", "overflowFallbacks", "filterFallbacks", "taskTypes");

  private final Misuse problems = Misuse.check("routing table");
  private final List<Route> routes = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  /** Returns the routes in listing order, or throws with all problems. */
  List<Route> read(String json) {
    JsonNode table = parse(json);
    knownFields("the table", table, TABLE_FIELDS);
    JsonNode tiers = table.path("tiers");
    problems.unless(
        tiers.isArray() && !tiers.isEmpty(), () -> "'tiers' must be a list of at least one tier");
    for (int i = 0; i < tiers.size(); i++) {
      tier("tiers[" + i + "]", i + 1, tiers.path(i));
    }
    problems.orThrow();
    return routes;
  }

  private static JsonNode parse(String json) {
    try {
      return Json.parse(json);
    } catch (JsonTrouble e) {
      String why = e.reason().equals(e.getMessage()) ? "" : " (" + e.reason() + ")";
      throw new IllegalArgumentException(
          "routing table: " + e.getMessage() + why + "; the table must be a JSON object with tiers",
          e);
    }
  }

  private void tier(String where, int number, JsonNode tier) {
    knownFields(where, tier, TIER_FIELDS);
    String name = text(where + ".name", tier.path("name"));
    List<ModelTarget> targets = targets(where, List.of(tier.path("target")));
    Fallbacks fallbacks = fallbacks(where, tier);
    for (JsonNode taskType : list(where + ".taskTypes", tier.path("taskTypes"), 1)) {
      String id = text(where + ".taskTypes", taskType);
      problems.unless(
          seen.add(id), () -> where + ": task type " + Misuse.quote(id) + " is there twice");
      for (ModelTarget target : targets) {
        add(where, id, new Route.Tier(number, name), target, fallbacks);
      }
    }
  }

  private void add(
      String where, String id, Route.Tier tier, ModelTarget target, Fallbacks fallbacks) {
    try {
      routes.add(new Route(id, tier, target, fallbacks));
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
    }
  }

  private Fallbacks fallbacks(String where, JsonNode tier) {
    Fallbacks chains = Fallbacks.none();
    try {
      chains = Fallbacks.of(chain(where, tier, "fallbacks"));
      var overflow = chain(where, tier, "overflowFallbacks");
      var filter = chain(where, tier, "filterFallbacks");
      chains = overflow.isEmpty() ? chains : chains.on(FailureKind.CONTEXT_OVERFLOW, overflow);
      chains = filter.isEmpty() ? chains : chains.on(FailureKind.CONTENT_FILTERED, filter);
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
    }
    return chains;
  }

  private List<ModelTarget> chain(String where, JsonNode tier, String field) {
    return targets(where + "." + field, list(where + "." + field, tier.path(field), 0));
  }

  private void knownFields(String where, JsonNode node, List<String> known) {
    if (!node.isObject()) {
      problems.add(where + " must be a JSON object with " + String.join(", ", known));
      return;
    }
    node.fieldNames()
        .forEachRemaining(
            field ->
                problems.unless(
                    known.contains(field),
                    () ->
                        where
                            + ": unknown field "
                            + Misuse.quote(field)
                            + " (known: "
                            + String.join(", ", known)
                            + ")"));
  }

  private String text(String where, JsonNode node) {
    problems.unless(
        node.isTextual() && !node.textValue().isBlank(), () -> where + " must be a text");
    return node.asText();
  }

  private List<JsonNode> list(String where, JsonNode node, int atLeast) {
    boolean absent = node.isMissingNode() && atLeast == 0;
    problems.unless(
        absent || (node.isArray() && node.size() >= atLeast),
        () -> where + " must be a list" + (atLeast == 0 ? "" : " of at least " + atLeast));
    var items = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(items::add);
    }
    return items;
  }

  private List<ModelTarget> targets(String where, List<JsonNode> nodes) {
    var targets = new ArrayList<ModelTarget>();
    for (JsonNode node : nodes) {
      try {
        targets.add(ModelTarget.parse(node.asText()));
      } catch (IllegalArgumentException e) {
        problems.add(where + ": " + e.getMessage());
      }
    }
    return targets;
  }
}
