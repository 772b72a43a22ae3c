package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.plan.Project.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON object of a graph file, read field by field; a field of the wrong shape is a finding. */
final class Fields {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(3_600_000);
  private static final int MAX_SCALE = 100;
  private static final BigDecimal MOST = BigDecimal.valueOf(Task.LONGEST.toHours());

  private final Findings findings;
  private final String file;
  private final String where;
  private final JsonNode node;

  /** Reads the object at {@code where} in a file, which is empty for the file itself. */
  Fields(Findings findings, String file, String where, JsonNode node) {
    this.findings = findings;
    this.file = file;
    this.where = where;
    this.node = node;
    if (!node.isObject() && !isAbsent(node)) {
      wrong(where.isEmpty() ? "the file" : where, "an object");
    }
  }

  boolean has(String name) {
    return !isAbsent(node.path(name));
  }

  JsonNode raw(String name) {
    return node.path(name);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns the object of this name, empty if it is not there. */
  Fields object(String name) {
    return new Fields(findings, file, path(name), node.path(name));
  }

  /** Returns the text of this name, empty if it is not there. */
  String text(String name) {
    JsonNode value = node.path(name);
    if (!isAbsent(value) && !value.isTextual()) {
      wrong(path(name), "a text");
    }
    return value.isTextual() ? value.textValue() : "";
  }

  /** Returns the list of texts of this name, empty if it is not there. */
  List<String> texts(String name) {
    return texts(path(name), node.path(name));
  }

  /** Returns the list of task ids of this name; one that is not safe is a finding. */
  List<String> ids(String name) {
    return ids(path(name), node.path(name));
  }

  List<String> ids(String at, JsonNode list) {
    return texts(at, list).stream().filter(id -> findings.isSafe(file, at, id)).distinct().toList();
  }

  private List<String> texts(String at, JsonNode list) {
    List<String> texts = new ArrayList<>();
    boolean fine = isAbsent(list) || list.isArray();
    for (JsonNode item : list.isArray() ? list : List.<JsonNode>of()) {
      fine &= item.isTextual();
      if (item.isTextual()) {
        texts.add(item.textValue());
      }
    }
    if (!fine) {
      wrong(at, "a list of texts");
    }
    return texts;
  }

  Optional<Task.Status> status(String name) {
    String code = text(name);
    Optional<Task.Status> status = Task.Status.ofCode(code);
    if (status.isEmpty() && !code.isEmpty()) {
      wrong(
          path(name) + " " + Misuse.quote(code),
          "pending, ready, in_progress, blocked, completed or cancelled");
    }
    return status;
  }

  /** Returns the number of hours of this name; what is no estimate counts as none. */
  Optional<Duration> hours(String name) {
    JsonNode value = node.path(name);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    BigDecimal hours = value.isNumber() ? value.decimalValue() : BigDecimal.ONE.negate();
    boolean fine = hours.signum() >= 0 && hours.compareTo(MOST) <= 0 && hours.scale() <= MAX_SCALE;
    if (!fine) {
      findings.add(Kind.NO_ESTIMATE, file, path(name) + " must be a number of hours up to 10000");
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(hours.multiply(MILLIS).longValue()));
  }

  void wrong(String what, String expected) {
    findings.add(Kind.WRONG_FIELD, file, what + " must be " + expected);
  }

  String path(String name) {
    String shown = SafeId.problem(name).isEmpty() ? name : Misuse.quote(name);
    return where.isEmpty() ? shown : where + "." + shown;
  }

  static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
