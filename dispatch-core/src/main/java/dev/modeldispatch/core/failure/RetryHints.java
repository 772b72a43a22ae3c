package dev.modeldispatch.core.failure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads how long a server asks to wait out of its headers, in every form that providers use. Zero,
 * negative, past and garbage values are no hint.
 */
public final class RetryHints {
  private static final Pattern GO_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|us|µs|ns|h|m|s)");
  private static final Pattern GO_DURATION =
      Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|us|µs|ns|h|m|s))+");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
  private static final Map<String, Double> SECONDS =
      Map.of("h", 3600.0, "m", 60.0, "s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6, "ns", 1e-9);
  private static final List<String> GO_HEADERS =
      List.of("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens", "x-ratelimit-reset");
  private static final List<String> INSTANT_HEADERS =
      List.of(
          "anthropic-ratelimit-requests-reset",
          "anthropic-ratelimit-tokens-reset",
          "anthropic-ratelimit-input-tokens-reset",
          "anthropic-ratelimit-output-tokens-reset");

  private RetryHints() {}

  /**
   * Returns the wait that the headers ask for, the plainest form first.
   *
   * @param header gives a header's first value
   * @param now for values that are points in time
   */
  public static Optional<Duration> of(Function<String, Optional<String>> header, Instant now) {
    return header
        .apply("retry-after-ms")
        .flatMap(v -> decimal(v, 1e-3))
        .or(() -> header.apply("x-ms-retry-after-ms").flatMap(v -> decimal(v, 1e-3)))
        .or(() -> header.apply("retry-after").flatMap(v -> decimal(v, 1)))
        .or(() -> header.apply("retry-after").flatMap(v -> httpDate(v, now)))
        .or(
            () ->
                smallest(
                    GO_HEADERS.stream().flatMap(h -> header.apply(h).stream()), RetryHints::go))
        .or(
            () ->
                smallest(
                    INSTANT_HEADERS.stream().flatMap(h -> header.apply(h).stream()),
                    v -> instant(v, now)));
  }

  /** Returns what {@code x-should-retry} says, if it says something. */
  public static Optional<Boolean> shouldRetry(Function<String, Optional<String>> header) {
    return header
        .apply("x-should-retry")
        .filter(v -> v.equalsIgnoreCase("true") || v.equalsIgnoreCase("false"))
        .map(v -> v.equalsIgnoreCase("true"));
  }

  private static Optional<Duration> smallest(
      Stream<String> values, Function<String, Optional<Duration>> reading) {
    return values.flatMap(v -> reading.apply(v).stream()).min(Comparator.naturalOrder());
  }

  private static Optional<Duration> decimal(String value, double unit) {
    String text = value.strip();
    return DECIMAL.matcher(text).matches()
        ? seconds(Double.parseDouble(text) * unit)
        : Optional.empty();
  }

  private static Optional<Duration> go(String value) {
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

  private static Optional<Duration> httpDate(String value, Instant now) {
    try {
      return until(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
          now);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> instant(String value, Instant now) {
    try {
      return until(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value.strip(), Instant::from), now);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> until(Instant then, Instant now) {
    Duration wait = Duration.between(now, then);
    return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(wait);
  }

  private static Optional<Duration> seconds(double value) {
    return value > 0 && value < 1e9
        ? Optional.of(Duration.ofNanos(Math.round(Math.min(value, 9e9) * 1e9)))
            .filter(d -> !d.isZero())
        : Optional.empty();
  }
}
