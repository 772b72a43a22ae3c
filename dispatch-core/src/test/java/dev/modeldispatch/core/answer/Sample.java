package dev.modeldispatch.core.answer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Records of every kind that can be an answer. */
final class Sample {
  private Sample() {}

  enum Severity {
    LOW,
    HIGH
  }

  record Verdict(boolean approve, Severity severity, List<String> reasons, Optional<String> note) {}

  record Point(int x, int y) {}

  sealed interface Figure {}

  sealed interface Round extends Figure {}

  record Circle(Point center, BigDecimal radius) implements Round {}

  record Blob(List<Point> edge) implements Round {}

  record Dot() implements Figure {}

  record Numbers(
      byte b,
      Short s,
      int i,
      Long l,
      float f,
      Double d,
      BigInteger whole,
      BigDecimal exact,
      OptionalInt maybeInt,
      OptionalLong maybeLong,
      OptionalDouble maybeDouble) {}

  record Texts(String plain, Instant at, LocalDate on, Duration took, URI where, UUID id) {}

  /** What a schema can say in full: it takes exactly what the reader takes. */
  record Plain(
      String text,
      Boolean truth,
      Severity severity,
      Point2 corner,
      List<List<String>> grid,
      Map<String, Optional<Severity>> marks,
      Optional<Point2> maybe,
      Optional<List<String>> names,
      Figure2 figure,
      List<Optional<Figure2>> figures) {}

  record Point2(BigDecimal x, BigDecimal y) {}

  sealed interface Figure2 permits Square, Hole {}

  record Square(Point2 corner, Optional<String> name) implements Figure2 {}

  record Hole() implements Figure2 {}

  record Everything(
      Numbers numbers,
      Texts texts,
      Plain plain,
      Set<Severity> severities,
      Map<String, List<Figure>> figures,
      Optional<Figure> figure,
      List<Optional<Long>> gaps) {}
}
