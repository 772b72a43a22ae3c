package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A value or {@code null}; never left out, as strict modes want every member listed.
 *
 * @param some makes the Optional that holds the value
 */
record OptionalShape(Shape value, Object none, Function<Object, Object> some) implements Shape {
  private static final Set<String> SIMPLE = Set.of("type", "description");

  static OptionalShape of(Shape value) {
    return new OptionalShape(value, Optional.empty(), Optional::of);
  }

  /** Returns the shape of the optional that holds a primitive. */
  static Optional<Shape> ofPrimitive(Class<?> type) {
    if (type == OptionalInt.class) {
      return Optional.of(
          new OptionalShape(Scalar.INT, OptionalInt.empty(), n -> OptionalInt.of((int) n)));
    }
    if (type == OptionalLong.class) {
      return Optional.of(
          new OptionalShape(Scalar.LONG, OptionalLong.empty(), n -> OptionalLong.of((long) n)));
    }
    return type == OptionalDouble.class
        ? Optional.of(
            new OptionalShape(
                Scalar.DOUBLE, OptionalDouble.empty(), n -> OptionalDouble.of((double) n)))
        : Optional.empty();
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = value.schema();
    if (schema.propertyStream().allMatch(keyword -> SIMPLE.contains(keyword.getKey()))) {
      String type = schema.get("type").textValue();
      schema.putArray("type").add(type).add("null");
      return schema;
    }
    boolean choice = schema.has("anyOf");
    ObjectNode nullable = choice ? schema : Json.object();
    var choices = nullable.withArray("anyOf");
    if (!choice) {
      choices.add(schema);
    }
    choices.addObject().put("type", "null");
    return nullable;
  }

  @Override
  public Object read(String at, JsonNode json) {
    return json.isNull() ? none : some.apply(value.read(at, json));
  }
}
