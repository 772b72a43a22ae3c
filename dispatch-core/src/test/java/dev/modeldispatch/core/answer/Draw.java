package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random values of any type that can be in an answer. */
final class Draw {
  private final Random random;
  private final Map<Type, Supplier<Object>> simple = new LinkedHashMap<>();

  Draw(Random random) {
    this.random = random;
    both(boolean.class, Boolean.class, random::nextBoolean);
    both(byte.class, Byte.class, () -> (byte) random.nextInt());
    both(short.class, Short.class, () -> (short) random.nextInt());
    both(int.class, Integer.class, () -> edge(random.nextInt(), Integer.MIN_VALUE));
    both(long.class, Long.class, () -> edge(random.nextLong(), Long.MAX_VALUE));
    both(float.class, Float.class, () -> edge(random.nextFloat() * 1e9f, Float.MAX_VALUE));
    both(double.class, Double.class, () -> edge(random.nextGaussian(), Double.MIN_VALUE));
    simple.put(String.class, this::text);
    simple.put(BigInteger.class, () -> new BigInteger(300, random).negate());
    simple.put(BigDecimal.class, this::decimal);
    simple.put(Instant.class, () -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(999)));
    simple.put(LocalDate.class, () -> LocalDate.ofEpochDay(random.nextInt(100_000)));
    simple.put(Duration.class, () -> Duration.ofSeconds(random.nextInt(), random.nextInt(999)));
    simple.put(URI.class, () -> URI.create("https://example.com/" + random.nextInt()));
    simple.put(UUID.class, () -> new UUID(random.nextLong(), random.nextLong()));
    simple.put(OptionalInt.class, () -> maybe(OptionalInt.empty(), OptionalInt.of(7)));
    simple.put(OptionalLong.class, () -> maybe(OptionalLong.empty(), OptionalLong.of(8)));
    simple.put(OptionalDouble.class, () -> maybe(OptionalDouble.empty(), OptionalDouble.of(.5)));
  }

  private void both(Class<?> primitive, Class<?> boxed, Supplier<Object> value) {
    simple.put(primitive, value);
    simple.put(boxed, value);
  }

  <T> T one(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    if (simple.containsKey(type)) {
      return simple.get(type).get();
    }
    return type instanceof ParameterizedType generic ? many(generic) : plain((Class<?>) type);
  }

  private Object many(ParameterizedType type) {
    Type of = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.empty() : Optional.of(value(of));
    }
    if (type.getRawType() == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      Type values = type.getActualTypeArguments()[1];
      IntStream.range(0, random.nextInt(3)).forEach(i -> map.put(text() + i, value(values)));
      return map;
    }
    List<Object> all = IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(of)).toList();
    return type.getRawType() == Set.class ? new LinkedHashSet<>(all) : all;
  }

  private Object plain(Class<?> type) {
    if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }
    if (type.isSealed()) {
      Class<?>[] cases = type.getPermittedSubclasses();
      return value(cases[random.nextInt(cases.length)]);
    }
    try {
      RecordComponent[] parts = type.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = Arrays.stream(parts).map(part -> value(part.getGenericType())).toArray();
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a sample is no plain record", e);
    }
  }

  /** Returns the JSON of a value of this type, as a model should write it. */
  static JsonNode json(Type type, Object value) {
    var make = JsonNodeFactory.instance;
    if (value instanceof Optional<?> optional) {
      Type of = ((ParameterizedType) type).getActualTypeArguments()[0];
      return optional.map(one -> json(of, one)).orElse(make.nullNode());
    }
    if (value instanceof Record one) {
      return jsonOf(one, type != one.getClass());
    }
    if (value instanceof Map<?, ?> map) {
      Type of = ((ParameterizedType) type).getActualTypeArguments()[1];
      var list = make.arrayNode();
      map.forEach((k, v) -> list.addObject().put("key", (String) k).set("value", json(of, v)));
      return list;
    }
    if (value instanceof Iterable<?> many) {
      Type of = ((ParameterizedType) type).getActualTypeArguments()[0];
      var list = make.arrayNode();
      many.forEach(one -> list.add(json(of, one)));
      return list;
    }
    return scalar(value);
  }

  private static JsonNode jsonOf(Record one, boolean tagged) {
    var object = JsonNodeFactory.instance.objectNode();
    if (tagged) {
      object.put("type", one.getClass().getSimpleName());
    }
    for (RecordComponent part : one.getClass().getRecordComponents()) {
      try {
        object.set(part.getName(), json(part.getGenericType(), part.getAccessor().invoke(one)));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("a sample is no plain record", e);
      }
    }
    return object;
  }

  private static JsonNode scalar(Object value) {
    var make = JsonNodeFactory.instance;
    if (value instanceof OptionalInt n) {
      return n.isPresent() ? make.numberNode(n.getAsInt()) : make.nullNode();
    }
    if (value instanceof OptionalLong n) {
      return n.isPresent() ? make.numberNode(n.getAsLong()) : make.nullNode();
    }
    if (value instanceof OptionalDouble n) {
      return n.isPresent() ? make.numberNode(n.getAsDouble()) : make.nullNode();
    }
    if (value instanceof Boolean truth) {
      return make.booleanNode(truth);
    }
    return value instanceof Number
        ? make.numberNode(new BigDecimal(value.toString()))
        : make.textNode(value instanceof Enum<?> constant ? constant.name() : value.toString());
  }

  private Object edge(Object usual, Object edge) {
    return random.nextInt(5) == 0 ? edge : usual;
  }

  private Object maybe(Object none, Object some) {
    return random.nextBoolean() ? none : some;
  }

  private BigDecimal decimal() {
    return new BigDecimal(new BigInteger(90, random), random.nextInt(40) - 20).stripTrailingZeros();
  }

  private String text() {
    return Stream.of("", "ü\"\\/~", "null", "```", "{", "\u0000\ud83d\ude00", "a b")
        .skip(random.nextInt(7))
        .findFirst()
        .orElseThrow();
  }
}
