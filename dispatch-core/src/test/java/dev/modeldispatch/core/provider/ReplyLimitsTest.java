package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.Wholes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyLimitsTest {
  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"Hello.\"},\"finish_reason\":\"stop\"}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | " + ANSWER,
        "200 | {}",
        "200 | <html>",
        "200 | {\"error\":{\"code\":429}}",
        "204 | x",
        "429 | {}",
        "500 | <html>"
      })
  void answersAndFailuresTellWhatIsLeft(int status, String body) {
    var headers =
        Map.of(
            "x-ratelimit-remaining-requests", List.of("3"),
            "x-ratelimit-reset-requests", List.of("12ms"));

    Reply.Limits limits = read(status, headers, body).limits().orElseThrow();

    assertThat(limits.requests()).hasValue(3);
    assertThat(limits.requestsReset()).contains(Duration.ofMillis(12));
    assertThat(limits.tokens()).isEmpty();
  }

  @Test
  void silentServerHasNoLimits() {
    assertThat(read(200, Map.of(), ANSWER).limits()).isEmpty();
  }

  private static Reply read(int status, Map<String, List<String>> headers, String body) {
    var endpoint =
        new Endpoint(
            "p",
            BaseUrl.of(URI.create("https://p.example/v1")),
            Optional.empty(),
            OpenAiDialect.COMPATIBLE);
    return new ReplyReader(endpoint, ModelTarget.of("p", "m"), Prompt.of("hi"))
        .read(Wholes.of(status, headers, body), Instant.EPOCH);
  }
}
