package dev.modeldispatch.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.report.Agreement.Field;
import dev.modeldispatch.core.report.Agreement.Vote;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The structured answers of a batch, by place.
 *
 * <p>Two values are the same if their canonical forms are: members sorted, numbers without needless
 * zeros.
 */
final class Ballot {
  /** What one answer has at a place; nothing if it has no such member. */
  private record Said(int slot, Optional<JsonNode> value) {}

  private final int asked;
  private final List<Said> answers;
  private final List<Field> fields = new ArrayList<>();

  private Ballot(int asked, List<Said> answers) {
    this.asked = asked;
    this.answers = answers;
  }

  static Ballot of(BatchResult batch) {
    List<Said> answers = new ArrayList<>();
    for (int slot = 0; slot < batch.results().size(); slot++) {
      Optional<JsonNode> value = object(batch.results().get(slot));
      if (value.isPresent()) {
        answers.add(new Said(slot, value));
      }
    }
    return new Ballot(batch.results().size(), answers);
  }

  Agreement agreement() {
    List<Vote> votes = votes(answers);
    if (!answers.isEmpty()) {
      compare("", answers);
    }
    return new Agreement(asked, answers.size(), votes, fields);
  }

  private static Optional<JsonNode> object(ModelResult result) {
    String text = result.answered().map(Answered::text).orElse("").strip();
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parseExact(text)).filter(JsonNode::isObject);
    } catch (JsonTrouble e) {
      return Optional.empty(); // prose that begins with a brace
    }
  }

  /** Goes down where all that is there is an object; anything else is a field. */
  private void compare(String path, List<Said> said) {
    Set<String> names = new LinkedHashSet<>();
    boolean objects = true;
    for (Said one : said) {
      objects &= one.value().map(JsonNode::isObject).orElse(true);
      one.value().ifPresent(value -> value.fieldNames().forEachRemaining(names::add));
    }
    if (!objects || names.isEmpty()) {
      if (!path.isEmpty()) {
        List<Vote> votes = votes(said);
        fields.add(new Field(path, Agreement.verdict(votes, said.size()), votes));
      }
      return;
    }
    for (String name : names) {
      compare(path + "/" + name.replace("~", "~0").replace("/", "~1"), members(said, name));
    }
  }

  private static List<Said> members(List<Said> said, String name) {
    return said.stream()
        .map(
            one ->
                new Said(
                    one.slot(), one.value().flatMap(value -> Optional.ofNullable(value.get(name)))))
        .toList();
  }

  private static List<Vote> votes(List<Said> said) {
    Map<String, List<Said>> same = new LinkedHashMap<>();
    for (Said one : said) {
      String key = one.value().map(Ballot::canonical).orElse("");
      same.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
    }
    return same.values().stream()
        .sorted(Comparator.comparing((List<Said> group) -> group.size()).reversed())
        .map(Ballot::vote)
        .toList();
  }

  private static Vote vote(List<Said> same) {
    return new Vote(
        same.get(0).value().map(JsonNode::toString), same.stream().map(Said::slot).toList());
  }

  private static String canonical(JsonNode value) {
    if (value.isObject()) {
      Map<String, String> sorted = new TreeMap<>();
      value.properties().forEach(e -> sorted.put(quoted(e.getKey()), canonical(e.getValue())));
      return sorted.toString();
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(canonical(item)));
      return items.stream().collect(Collectors.joining(",", "[", "]"));
    }
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
    return value.toString();
  }

  private static String quoted(String name) {
    return Json.object().textNode(name).toString();
  }
}
