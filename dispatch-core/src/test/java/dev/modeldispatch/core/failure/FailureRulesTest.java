package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureRulesTest {
  private static final ModelTarget TARGET = ModelTarget.of("openai", "m");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          402 | {"error":{"message":"x"}}                                             | QUOTA_EXHAUSTED
          429 | {"error":{"code":"insufficient_quota","message":"x"}}                 | QUOTA_EXHAUSTED
          429 | {"error":{"message":"Your credit balance is too low"}}                | QUOTA_EXHAUSTED
          429 | {"error":{"code":"rate_limit_exceeded"}}                              | RATE_LIMITED
          429 | <html>slow down</html>                                                | RATE_LIMITED
          400 | {"error":{"type":"rate_limit_error"}}                                 | RATE_LIMITED
          529 | {"type":"error","error":{"type":"overloaded_error"}}                  | OVERLOADED
          500 | {"error":{"code":"insufficient_quota"}}                               | SERVER_ERROR
          502 | <html>Bad Gateway</html>                                              | SERVER_ERROR
          524 | {}                                                                    | SERVER_ERROR
          408 | {}                                                                    | SERVER_ERROR
          403 | {"error":{"code":"unsupported_country_region_territory"}}             | PERMISSION_DENIED
          400 | {"error":{"message":"User location is not supported for the API use."}}| PERMISSION_DENIED
          401 | {"error":{"code":"invalid_api_key"}}                                  | AUTH_REJECTED
          400 | {"error":{"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}} | AUTH_REJECTED
          403 | {"error":{"message":"no"}}                                            | PERMISSION_DENIED
          404 | {"error":{"code":"model_not_found"}}                                  | MODEL_NOT_FOUND
          404 | {"error":"model 'x' not found, try pulling it first"}                 | MODEL_NOT_FOUND
          404 | {"detail":"Not Found"}                                                | INVALID_REQUEST
          410 | {}                                                                    | MODEL_NOT_FOUND
          400 | {"error":{"code":"context_length_exceeded"}}                          | CONTEXT_OVERFLOW
          400 | {"error":{"message":"This model's maximum context length is 8192"}}   | CONTEXT_OVERFLOW
          400 | {"error":{"code":"content_filter"}}                                   | CONTENT_FILTERED
          422 | {"detail":[{"loc":["body"]}]}                                         | INVALID_REQUEST
          302 | moved                                                                 | INVALID_REQUEST
          200 | {"error":{"code":503,"message":"x"}}                                  | SERVER_ERROR
          418 | {}                                                                    | UNKNOWN
          """)
  void replyGetsItsName(int status, String body, FailureKind kind) {
    assertThat(classify(status, body, "a prompt").kind()).isEqualTo(kind);
  }

  @Test
  void echoedPromptDecidesNothing() {
    String prompt = "explain: 429 rate limit, maximum context length, credit balance";

    var failure = classify(400, "{\"error\":{\"message\":\"bad input: " + prompt + "\"}}", prompt);

    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure.detail()).isEmpty();
  }

  @Test
  void evidenceNamesWhatDecided() {
    assertThat(classify(429, "{\"error\":{\"code\":\"insufficient_quota\"}}", "p").evidence())
        .isEqualTo("429 + code insufficient_quota");
  }

  @Test
  void serverWinsOverTheKindAndAUserOverTheServer() {
    var seen = ServerReply.of(429, "{}".getBytes(StandardCharsets.UTF_8));
    var filter = RemoteText.filter(List.of(), List.of());
    var rule =
        Rule.of(FailureKind.RATE_LIMITED, Optional.empty(), List.of(429), List.of(), List.of());
    var stubborn = FailureRules.behind(List.of(rule.saying(Optional.of(true), Optional.empty())));

    var byServer =
        FailureRules.standard().failure(TARGET, seen, filter, this::never, Instant.EPOCH);
    var byUser = stubborn.failure(TARGET, seen, filter, this::never, Instant.EPOCH);

    assertThat(byServer.retryable()).isFalse();
    assertThat(byUser.retryable()).isTrue();
  }

  private Optional<String> never(String header) {
    return header.equals("x-should-retry") ? Optional.of("false") : Optional.empty();
  }

  @Test
  void wordsOnRateVetoAContextOverflow() {
    var body = "{\"error\":{\"message\":\"prompt is too long for your quota per minute\"}}";

    assertThat(classify(400, body, "p").kind()).isEqualTo(FailureKind.INVALID_REQUEST);
  }

  @Test
  void plainTextIsReadAndAPageIsNot() {
    assertThat(classify(400, "prompt is too long", "p").kind())
        .isEqualTo(FailureKind.CONTEXT_OVERFLOW);
    assertThat(classify(400, "<p>prompt is too long</p>", "p").kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
  }

  @Test
  void secretsInTheServersWordsAreReplaced() {
    var reply =
        new ServerReply(
            401, Set.of(), "key s3cr3t-value is bad, so is sk-abcdef123456", Optional.empty());

    var failure =
        FailureRules.standard()
            .classify(TARGET, reply, RemoteText.filter(List.of("s3cr3t-value"), List.of()))
            .build();

    assertThat(failure.detail()).contains("key **** is bad, so is ****");
  }

  @Test
  void serversWordsAreEscapedAndBounded() {
    var reply =
        new ServerReply(400, Set.of(), "a\u001b[31m\u202e" + "x".repeat(1_000), Optional.empty());

    var failure =
        FailureRules.standard()
            .classify(TARGET, reply, RemoteText.filter(List.of(), List.of()))
            .build();

    assertThat(failure.detail().orElseThrow()).startsWith("a\\u001b[31m\\u202ex").hasSize(300);
  }

  private static Failure classify(int status, String body, String prompt) {
    return FailureRules.standard()
        .classify(
            TARGET,
            ServerReply.of(status, body.getBytes(StandardCharsets.UTF_8)),
            RemoteText.filter(List.of(), List.of(prompt)))
        .build();
  }
}
