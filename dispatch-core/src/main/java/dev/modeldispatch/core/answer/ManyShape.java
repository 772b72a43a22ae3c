package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A list, or a set in the order of the answer.
 *
 * @param finish makes the unmodifiable collection
 */
record ManyShape(Shape item, Function<List<Object>, Object> finish) implements Shape {
  static ManyShape list(Shape item) {
    return new ManyShape(item, List::copyOf);
  }

  static ManyShape set(Shape item) {
    return new ManyShape(item, all -> Collections.unmodifiableSet(new LinkedHashSet<>(all)));
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "array");
    schema.set("items", item.schema());
    return schema;
  }

  @Override
  public Object read(String at, JsonNode json) {
    return finish.apply(
        IntStream.range(0, json.size())
            .mapToObj(i -> item.read(at + "/" + i, json.get(i)))
            .toList());
  }
}
