package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.connector.Reply;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x-ratelimit-remaining-requests: 499  | 499 - - -
          x-ratelimit-remaining-requests: 0    | 0 - - -
          x-ratelimit-remaining-tokens: 29996  | - - 29996 -
          x-ratelimit-reset-requests: 2m59.56s | - PT2M59.56S - -
          x-ratelimit-reset-requests: 120ms    | - PT0.12S - -
          x-ratelimit-reset-tokens: 7.66s      | - - - PT7.66S
          x-ratelimit-reset-tokens: 10         | - - - PT10S
          x-ratelimit-reset-tokens: 0.5        | - - - PT0.5S
          x-ratelimit-remaining-requests: 7; x-ratelimit-reset-requests: 1s; \
          x-ratelimit-remaining-tokens: 1014; x-ratelimit-reset-tokens: 6m0s | 7 PT1S 1014 PT6M
          anthropic-ratelimit-requests-remaining: 49; \
          anthropic-ratelimit-requests-reset: 2026-11-20T10:00:02Z | 49 PT2S - -
          anthropic-ratelimit-tokens-remaining: 800; \
          anthropic-ratelimit-tokens-reset: 2026-11-20T10:01:00Z | - - 800 PT1M
          anthropic-ratelimit-tokens-remaining: 800; \
          anthropic-ratelimit-tokens-reset: 2026-11-20T10:01:00Z; \
          anthropic-ratelimit-input-tokens-remaining: 700; \
          anthropic-ratelimit-output-tokens-remaining: 90; \
          anthropic-ratelimit-output-tokens-reset: 2026-11-20T10:00:30+00:00 | - - 90 PT30S
          anthropic-ratelimit-input-tokens-reset: 2026-11-20T10:00:30Z; \
          anthropic-ratelimit-output-tokens-remaining: 5 | - - 5 -
          x-ratelimit-remaining-tokens: 3; anthropic-ratelimit-tokens-remaining: 1 | - - 3 -
          x-ratelimit-remaining-tokens: -1; x-ratelimit-remaining-requests: 7 | 7 - - -
          x-ratelimit-reset-tokens: 0; x-ratelimit-remaining-tokens: 5 | - - 5 -
          """)
  void headersSayWhatIsLeft(String headers, String left) {
    assertThat(read(headers).map(RateHeadersTest::shown)).contains(left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-ratelimit-remaining-requests: many",
        "x-ratelimit-remaining-tokens: -1; x-ratelimit-reset-tokens: 0",
        "x-ratelimit-remaining-tokens: 1.5",
        "x-ratelimit-remaining-tokens: 99999999999999999999",
        "x-ratelimit-reset-requests: soon",
        "x-ratelimit-reset-requests: -5s",
        "x-ratelimit-reset-tokens: NaN",
        "x-ratelimit-reset-tokens: 86401",
        "x-ratelimit-reset-tokens: 1777420800",
        "x-ratelimit-reset-tokens: 1777420800000",
        "anthropic-ratelimit-tokens-reset: 2026-11-20T09:59:59Z",
        "anthropic-ratelimit-tokens-reset: tomorrow",
        "x-ratelimit-limit-requests: 500",
        "retry-after: 3"
      })
  void garbageSaysNothing(String headers) {
    assertThat(read(headers)).isEmpty();
  }

  private static Optional<Reply.Limits> read(String headers) {
    Map<String, String> all = new HashMap<>();
    for (String header : headers.split(";", -1)) {
      String[] pair = header.strip().split(": ", 2);
      all.put(pair[0], pair[1]);
    }
    return RateHeaders.of(name -> Optional.ofNullable(all.get(name)), NOW);
  }

  private static String shown(Reply.Limits limits) {
    return (limits.requests().isPresent() ? limits.requests().getAsLong() : "-")
        + " "
        + limits.requestsReset().map(Object::toString).orElse("-")
        + " "
        + (limits.tokens().isPresent() ? limits.tokens().getAsLong() : "-")
        + " "
        + limits.tokensReset().map(Object::toString).orElse("-");
  }
}
