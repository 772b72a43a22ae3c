package dev.modeldispatch.core.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads how long a server asks to wait, in every form that providers use, the plainest first. Zero,
 * negative, past and garbage values are no hint.
 *
 * <p>"Please try again in 20s" in a message is none either: the words could be the prompt's, and
 * servers that write so send a header or a field too.
 */
public final class RetryHints {
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
   * A wait that a server asks for.
   *
   * @param delay how long
   * @param source the header or field that said so
   */
  public record Hint(Duration delay, String source) {}

  /**
   * Returns the wait that a reply asks for.
   *
   * @param header gives a header's first value
   * @param inBody the wait that the body asks for
   * @param now for values that are points in time
   */
  public static Optional<Hint> of(
      Function<String, Optional<String>> header, Optional<Duration> inBody, Instant now) {
    return read(header, "retry-after-ms", v -> WaitText.decimal(v, 1e-3))
        .or(() -> read(header, "x-ms-retry-after-ms", v -> WaitText.decimal(v, 1e-3)))
        .or(() -> read(header, "retry-after", v -> WaitText.decimal(v, 1)))
        .or(() -> read(header, "retry-after", v -> WaitText.httpDate(v, now)))
        .or(() -> inBody.map(wait -> new Hint(wait, RetryInfo.SOURCE)))
        .or(() -> smallest(header, GO_HEADERS, WaitText::go))
        .or(() -> smallest(header, INSTANT_HEADERS, v -> WaitText.instant(v, now)));
  }

  /** Returns what {@code x-should-retry} says, if it says something. */
  public static Optional<Boolean> shouldRetry(Function<String, Optional<String>> header) {
    return header
        .apply("x-should-retry")
        .filter(v -> v.equalsIgnoreCase("true") || v.equalsIgnoreCase("false"))
        .map(v -> v.equalsIgnoreCase("true"));
  }

  private static Optional<Hint> read(
      Function<String, Optional<String>> header,
      String name,
      Function<String, Optional<Duration>> reading) {
    return header.apply(name).flatMap(reading).map(wait -> new Hint(wait, name));
  }

  private static Optional<Hint> smallest(
      Function<String, Optional<String>> header,
      List<String> names,
      Function<String, Optional<Duration>> reading) {
    return names.stream()
        .flatMap(name -> read(header, name, reading).stream())
        .min(Comparator.comparing(Hint::delay));
  }
}
