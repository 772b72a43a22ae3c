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
    if (type.equals(OptionalInt.class)) {
      return Optional.of(
          new OptionalShape(Scalar.INT, OptionalInt.empty(), n -> OptionalInt.of((int) n)));
    }
    if (type.equals(OptionalLong.class)) {
      return Optional.of(
          new OptionalShape(Scalar.LONG, OptionalLong.empty(), n -> OptionalLong.of((long) n)));
    }
    return type.equals(OptionalDouble.class)
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
    ObjectNode nullable = schema;
    if (!schema.has("anyOf")) {
      nullable = Json.object();
      nullable.putArray("anyOf").add(schema);
    }
    nullable.withArray("anyOf").addObject().put("type", "null");
    return nullable;
  }

  @Override
  public Object read(String at, JsonNode json) {
    return json.isNull() ? none : some.apply(value.read(at, json));
  }
}
