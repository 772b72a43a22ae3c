package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.core.internal.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A type that is one string, number or boolean.
 *
 * @param type its name in JSON Schema
 * @param hint what the schema cannot say, in words for the model; empty where it need not be said
 * @param needs the same for who reads a misfit
 * @param reader returns the value; its exceptions mean that it is not what it needs to be
 */
record Scalar(String type, String hint, String needs, Function<JsonNode, Object> reader)
    implements Shape {
  /** Digits before or behind the point; an exponent could ask for more than there is memory. */
  private static final int MAX_DIGITS = 1_000;

  static final Scalar TEXT = new Scalar("string", "", "a string", JsonNode::textValue);
  static final Scalar INT = whole(Integer.MIN_VALUE, Integer.MAX_VALUE, n -> (int) n);
  static final Scalar LONG = whole(Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
  static final Scalar DOUBLE = number("a number within double", Scalar::toDouble);
  private static final Scalar FLOAT = number("a number within float", Scalar::toFloat);
  private static final Scalar SHORT = whole(Short.MIN_VALUE, Short.MAX_VALUE, n -> (short) n);
  private static final Scalar BYTE = whole(Byte.MIN_VALUE, Byte.MAX_VALUE, n -> (byte) n);
  private static final Scalar TRUTH =
      new Scalar("boolean", "", "a boolean", JsonNode::booleanValue);

  private static final Map<Class<?>, Scalar> ALL =
      Map.ofEntries(
          Map.entry(String.class, TEXT),
          Map.entry(boolean.class, TRUTH),
          Map.entry(Boolean.class, TRUTH),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(short.class, SHORT),
          Map.entry(Short.class, SHORT),
          Map.entry(byte.class, BYTE),
          Map.entry(Byte.class, BYTE),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(float.class, FLOAT),
          Map.entry(Float.class, FLOAT),
          Map.entry(BigDecimal.class, number("a number of at most 1000 digits", Scalar::toBounded)),
          Map.entry(
              BigInteger.class,
              new Scalar(
                  "integer",
                  "",
                  "a whole number of at most 1000 digits",
                  json -> toBounded(json.decimalValue()).toBigIntegerExact())),
          Map.entry(
              Instant.class,
              text(
                  "a moment by ISO 8601 with its offset, such as 2026-01-31T12:30:00Z",
                  moment -> OffsetDateTime.parse(moment).toInstant())),
          Map.entry(
              LocalDate.class, text("a date by ISO 8601, such as 2026-01-31", LocalDate::parse)),
          Map.entry(
              Duration.class, text("a duration by ISO 8601, such as PT1H30M", Duration::parse)),
          Map.entry(URI.class, text("a URI", URI::create)),
          Map.entry(
              UUID.class,
              text("a UUID, such as 123e4567-e89b-12d3-a456-426614174000", Scalar::toUuid)));

  static Optional<Scalar> of(Class<?> type) {
    return Optional.ofNullable(ALL.get(type));
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", type);
    return hint.isEmpty() ? schema : schema.put("description", hint);
  }

  @Override
  public Object read(String at, JsonNode json) {
    try {
      return reader.apply(json);
    } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
      throw new Misfit(at, needs); // without the cause, whose message quotes the answer
    }
  }

  private static Scalar text(String needs, Function<String, Object> parser) {
    return new Scalar("string", needs, needs, json -> parser.apply(json.textValue()));
  }

  private static Scalar number(String needs, Function<BigDecimal, Object> narrowing) {
    return new Scalar("number", "", needs, json -> narrowing.apply(json.decimalValue()));
  }

  private static Scalar whole(long min, long max, LongFunction<Object> narrowing) {
    String needs = "a whole number from " + min + " to " + max;
    return new Scalar(
        "integer",
        max < Integer.MAX_VALUE ? needs : "",
        needs,
        json -> {
          long number = json.decimalValue().longValueExact();
          return narrowing.apply(checked(number, number >= min && number <= max));
        });
  }

  private static double toDouble(BigDecimal number) {
    double value = number.doubleValue();
    return checked(value, Double.isFinite(value));
  }

  private static float toFloat(BigDecimal number) {
    float value = number.floatValue();
    return checked(value, Float.isFinite(value));
  }

  private static BigDecimal toBounded(BigDecimal number) {
    long before = (long) number.precision() - number.scale();
    return checked(number, before <= MAX_DIGITS && number.scale() <= MAX_DIGITS);
  }

  /** The JDK also reads shortened ones. */
  private static UUID toUuid(String text) {
    UUID uuid = UUID.fromString(text);
    return checked(uuid, uuid.toString().equalsIgnoreCase(text));
  }

  private static <T> T checked(T value, boolean fine) {
    if (!fine) {
      throw new ArithmeticException();
    }
    return value;
  }
}
