package dev.modeldispatch.core.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the parts of a table or an overlay out of JSON, and collects what is wrong with them. */
final class RoutingNodes {
  private static final List<String> CHAINS =
      List.of("fallbacks", "overflowFallbacks", "filterFallbacks");

  private final String subject;
  private final Misuse problems;

  /** Makes one whose problems are the subject's, for example {@code routing table}. */
  RoutingNodes(String subject) {
    this.subject = subject;
    this.problems = Misuse.check(subject);
  }

  Misuse problems() {
    return problems;
  }

  /** Returns the value that the text is, or throws with the place where it is none. */
  JsonNode parse(String json, String form) {
    try {
      return Json.parse(json);
    } catch (JsonTrouble e) {
      String why = e.reason().equals(e.getMessage()) ? "" : " (" + e.reason() + ")";
      throw new IllegalArgumentException(subject + ": " + e.getMessage() + why + "; " + form, e);
    }
  }

  void knownFields(String where, JsonNode node, List<String> known) {
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

  String text(String where, JsonNode node) {
    problems.unless(
        node.isTextual() && !node.textValue().isBlank(), () -> where + " must be a text");
    return node.asText();
  }

  /** Returns how much a tier's models should think, if the tier says so. */
  Optional<String> thinking(String where, JsonNode tier) {
    JsonNode level = tier.path("thinking");
    if (level.isMissingNode()) {
      return Optional.empty();
    }
    problems.unless(
        Route.Tier.LEVELS.contains(level.asText()),
        () -> where + ".thinking must be one of " + Route.Tier.LEVELS);
    return Optional.of(level.asText()).filter(Route.Tier.LEVELS::contains);
  }

  /** Returns the members of an object that may be absent. */
  Map<String, JsonNode> members(String where, JsonNode node) {
    problems.unless(
        node.isMissingNode() || node.isObject(), () -> where + " must be a JSON object");
    var members = new LinkedHashMap<String, JsonNode>();
    node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  List<JsonNode> list(String where, JsonNode node, int atLeast) {
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

  List<ModelTarget> targets(String where, List<JsonNode> nodes) {
    var targets = new ArrayList<ModelTarget>();
    for (JsonNode node : nodes) {
      noted(where, () -> targets.add(ModelTarget.parse(node.asText())));
    }
    return targets;
  }

  /** Whether one of the chains is given. */
  boolean hasFallbacks(JsonNode node) {
    return CHAINS.stream().anyMatch(node::has);
  }

  Fallbacks fallbacks(String where, JsonNode node) {
    Fallbacks chains = Fallbacks.none();
    try {
      chains = Fallbacks.of(chain(where, node, "fallbacks"));
      var overflow = chain(where, node, "overflowFallbacks");
      var filter = chain(where, node, "filterFallbacks");
      chains = overflow.isEmpty() ? chains : chains.on(FailureKind.CONTEXT_OVERFLOW, overflow);
      chains = filter.isEmpty() ? chains : chains.on(FailureKind.CONTENT_FILTERED, filter);
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
    }
    return chains;
  }

  private List<ModelTarget> chain(String where, JsonNode node, String field) {
    return targets(where + "." + field, list(where + "." + field, node.path(field), 0));
  }

  /** Returns the named target lists, each of at least one. */
  Map<String, List<ModelTarget>> patterns(JsonNode node) {
    var patterns = new LinkedHashMap<String, List<ModelTarget>>();
    members("patterns", node)
        .forEach(
            (name, targets) -> {
              String where = "patterns." + name;
              noted(where, () -> RoutingTable.checkPattern(name));
              patterns.put(name, targets(where, list(where, targets, 1)));
            });
    return patterns;
  }

  /** Runs the step; what it says against its argument is a problem of this place. */
  void noted(String where, Runnable step) {
    try {
      step.run();
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
    }
  }
}
