package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.internal.OneLine;
import dev.modeldispatch.core.plan.Project.Finding;
import dev.modeldispatch.core.plan.Project.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with a project's files. For one reading. */
final class Findings {
  private final Set<Finding> found = new LinkedHashSet<>();

  void add(Kind kind, String subject, String message) {
    found.add(new Finding(kind, OneLine.of(subject), OneLine.of(message)));
  }

  /** Returns the findings, errors first, else in the order in which they were found. */
  List<Finding> all() {
    List<Finding> all = new ArrayList<>(found.stream().filter(Finding::isError).toList());
    found.stream().filter(finding -> !finding.isError()).forEach(all::add);
    return all;
  }

  /** Whether the id is safe; one that is not is found. */
  boolean isSafe(String file, String where, String id) {
    Optional<String> problem = SafeId.problem(id);
    problem.ifPresent(
        words -> add(Kind.HOSTILE_ID, file, where.isEmpty() ? words : where + ": " + words));
    return problem.isEmpty();
  }

  /** Returns the file's value, or a missing one if it is no JSON, which is found. */
  JsonNode parse(String file, String text) {
    try {
      return Json.parseExact(text);
    } catch (JsonTrouble e) {
      String why = e.reason().equals(e.getMessage()) ? "" : " (" + e.reason() + ")";
      add(Kind.BROKEN_JSON, file, e.getMessage() + why);
      return MissingNode.getInstance();
    }
  }
}
