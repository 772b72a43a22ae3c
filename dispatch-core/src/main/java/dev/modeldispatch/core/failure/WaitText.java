package dev.modeldispatch.core.failure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which servers write a wait. Zero, negative, past and garbage are none. */
final class WaitText {
  private static final Pattern GO_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|us|µs|ns|h|m|s)");
  private static final Pattern GO_DURATION =
      Pattern.compile("(?:\\d{1,12}(?:\\.\\d{1,12})?(?:ms|us|µs|ns|h|m|s)){1,8}");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
  private static final Pattern PROTOBUF = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)s");
  private static final Map<String, Double> SECONDS =
      Map.of("h", 3600.0, "m", 60.0, "s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6, "ns", 1e-9);

  private WaitText() {}

  /** Reads {@code 1.5}, in units of so many seconds. */
  static Optional<Duration> decimal(String value, double unit) {
    String text = value.strip();
    return DECIMAL.matcher(text).matches()
        ? seconds(Double.parseDouble(text) * unit)
        : Optional.empty();
  }

  /** Reads {@code 6m0s}. */
  static Optional<Duration> go(String value) {
    String text = value.strip();
    if (!GO_DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    double sum = 0;
    Matcher part = GO_PART.matcher(text);
    while (part.find()) {
      sum += Double.parseDouble(part.group(1)) * SECONDS.getOrDefault(part.group(2), 0.0);
    }
    return seconds(sum);
  }

  /** Reads {@code 17.5s}, as protocol buffers write a duration in JSON. */
  static Optional<Duration> protobuf(String value) {
    Matcher text = PROTOBUF.matcher(value);
    return text.matches() ? seconds(Double.parseDouble(text.group(1))) : Optional.empty();
  }

  /** Reads {@code Fri, 20 Nov 2026 10:00:30 GMT}. */
  static Optional<Duration> httpDate(String value, Instant now) {
    try {
      return until(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
          now);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads {@code 2026-11-20T10:00:30Z}. */
  static Optional<Duration> instant(String value, Instant now) {
    try {
      return until(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value.strip(), Instant::from), now);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> until(Instant then, Instant now) {
    Duration wait = Duration.between(now, then);
    boolean usable = !wait.isNegative() && !wait.isZero() && wait.toSeconds() < 1_000_000_000L;
    return usable ? Optional.of(wait) : Optional.empty();
  }

  private static Optional<Duration> seconds(double value) {
    return value > 0 && value < 1e9
        ? Optional.of(Duration.ofNanos(Math.round(value * 1e9))).filter(d -> !d.isZero())
        : Optional.empty();
  }
}
