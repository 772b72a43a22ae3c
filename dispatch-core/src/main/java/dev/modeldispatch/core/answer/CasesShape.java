package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import java.util.List;

/**
 * The records of a sealed interface, told apart by the member {@code type}.
 *
 * @param cases at least one, no two of one name
 */
record CasesShape(List<RecordShape> cases) implements Shape {
  /** The member that tells the cases apart. */
  static final String TAG = "type";

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Json.object();
    var choices = schema.putArray("anyOf");
    cases.forEach(one -> choices.add(one.taggedSchema()));
    return schema;
  }

  @Override
  public Object read(String at, JsonNode json) {
    String tag = json.path(TAG).asText();
    return cases.stream()
        .filter(one -> one.name().equals(tag))
        .findFirst()
        .orElseThrow()
        .read(at, json);
  }
}
