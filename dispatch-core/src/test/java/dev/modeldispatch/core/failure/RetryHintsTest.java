package dev.modeldispatch.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.failure.RetryHints.Hint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintsTest {
  private static final Optional<Duration> NOTHING = Optional.empty();
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
          x-ratelimit-reset                | 1h0m1.5s                      | PT1H1.5S
          anthropic-ratelimit-tokens-reset | 2026-11-20T10:01:00Z          | PT1M
          anthropic-ratelimit-requests-reset      | 2026-11-20T11:00:30+01:00 | PT30S
          anthropic-ratelimit-input-tokens-reset  | 2026-11-20T10:00:01.5Z    | PT1.5S
          anthropic-ratelimit-output-tokens-reset | 2026-11-20T10:00:02Z      | PT2S
          """)
  void everyFormIsReadAndTellsItsName(String header, String value, Duration wait) {
    assertThat(hinted(Map.of(header, value), NOTHING)).contains(new Hint(wait, header));
  }

  @ParameterizedTest
  @CsvSource({
    "17s, PT17S",
    "0.5s, PT0.5S",
    "36.429760048s, PT36.429760048S",
    "0s,",
    "-3s,",
    "17,",
    "17m,",
    "NaNs,",
    "99999999999s,",
    "soon,"
  })
  void delayInTheBodyIsRead(String delay, @Nullable Duration wait) {
    var body =
        """
        {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
          {"@type":"type.googleapis.com/google.rpc.Help"},
          {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}"""
            .formatted(delay);

    assertThat(hinted(Map.of(), ServerReply.of(429, body.getBytes(UTF_8)).delay()))
        .isEqualTo(Optional.ofNullable(wait).map(w -> new Hint(w, "RetryInfo")));
  }

  @Test
  void delayElsewhereInTheBodyIsNotRead() {
    var body =
        """
        {"error":{"message":"Please try again in 20s","details":[
          {"@type":"type.googleapis.com/google.rpc.QuotaFailure","retryDelay":"5s"}]}}""";

    assertThat(ServerReply.of(429, body.getBytes(UTF_8)).delay()).isEmpty();
  }

  @Test
  void delayInTheBodyStandsBetweenRetryAfterAndTheResets() {
    var inBody = Optional.of(Duration.ofSeconds(5));

    assertThat(hinted(Map.of("retry-after", "9"), inBody))
        .contains(new Hint(Duration.ofSeconds(9), "retry-after"));
    assertThat(hinted(Map.of("x-ratelimit-reset-tokens", "1s"), inBody))
        .contains(new Hint(Duration.ofSeconds(5), "RetryInfo"));
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
          retry-after                      | 1e400
          retry-after                      | 0x10
          retry-after                      | Infinity
          retry-after                      | 2147483647999
          retry-after-ms                   | 0.0000001
          retry-after-ms                   | -1
          x-ms-retry-after-ms              | 1,5
          x-ratelimit-reset                | 1777420800000
          x-ratelimit-reset-requests       | 5 minutes
          x-ratelimit-reset-requests       | 999999999999h
          anthropic-ratelimit-tokens-reset | +999999999-01-01T00:00:00Z
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
    return hinted(headers, NOTHING).map(Hint::delay);
  }

  private static Optional<Hint> hinted(Map<String, String> headers, Optional<Duration> inBody) {
    return RetryHints.of(name -> Optional.ofNullable(headers.get(name)), inBody, NOW);
  }
}
