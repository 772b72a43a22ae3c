package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retry-after                      | 17                            | PT17S
          retry-after                      | 1.5                           | PT1.5S
          retry-after                      | 86400                         | PT24H
          retry-after                      | Fri, 20 Nov 2026 10:00:30 GMT | PT30S
          retry-after-ms                   | 700                           | PT0.7S
          x-ms-retry-after-ms              | 250                           | PT0.25S
          x-ratelimit-reset-requests       | 6m0s                          | PT6M
          x-ratelimit-reset-tokens         | 12ms                          | PT0.012S
          anthropic-ratelimit-tokens-reset | 2026-11-20T10:01:00Z          | PT1M
          """)
  void everyFormIsRead(String header, String value, Duration wait) {
    assertThat(hint(Map.of(header, value))).contains(wait);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retry-after                      | 0
          retry-after                      | -5
          retry-after                      | soon
          retry-after                      | NaN
          retry-after                      | 1e9
          retry-after                      | Fri, 20 Nov 2026 09:59:30 GMT
          retry-after-ms                   | 99999999999999999999
          x-ratelimit-reset-requests       | 5 minutes
          x-ratelimit-reset-requests       | 0s
          anthropic-ratelimit-tokens-reset | 2026-11-20T09:00:00Z
          """)
  void zeroNegativePastAndGarbageAreNoHint(String header, String value) {
    assertThat(hint(Map.of(header, value))).isEmpty();
  }

  @Test
  void plainestFormWins() {
    assertThat(hint(Map.of("retry-after-ms", "100", "retry-after", "9")))
        .contains(Duration.ofMillis(100));
  }

  @Test
  void smallestResetWins() {
    assertThat(hint(Map.of("x-ratelimit-reset-requests", "1m", "x-ratelimit-reset-tokens", "20s")))
        .contains(Duration.ofSeconds(20));
  }

  private static Optional<Duration> hint(Map<String, String> headers) {
    return RetryHints.of(name -> Optional.ofNullable(headers.get(name)), Optional.empty(), NOW)
        .map(RetryHints.Hint::delay);
  }
}
