package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicFormTest {
  private final FakeModelServer server = FakeModelServer.start();
  private final DialectClient client = new DialectClient(server, Dialect.ANTHROPIC);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerIsAMessageWhoseInputExcludesTheCache() throws Exception {
    server
        .model("m")
        .using(new Usage(100, 20, 0, 60, 30, Usage.Certainty.EXACT, Optional.empty()))
        .answers("blue");

    var body = DialectClient.json(client.ask("m"));

    assertThat(body.path("type").asText()).isEqualTo("message");
    assertThat(body.at("/content/0/text").asText()).isEqualTo("blue");
    assertThat(body.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(body.at("/usage/input_tokens").asInt()).isEqualTo(10);
    assertThat(body.at("/usage/cache_read_input_tokens").asInt()).isEqualTo(60);
    assertThat(body.at("/usage/cache_creation_input_tokens").asInt()).isEqualTo(30);
    assertThat(body.at("/usage/output_tokens").asInt()).isEqualTo(20);
  }

  @Test
  void aStreamHasItsNamedEventsInOrder() throws Exception {
    server.model("m").reasoning("let me").answers("blue sky");

    var response = client.stream("m");

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.body().lines().filter(line -> line.startsWith("event: ")))
        .extracting(line -> line.substring(7))
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    var events = DialectClient.events(response.body());
    assertThat(events)
        .allSatisfy(e -> assertThat(response.body()).contains(e.path("type").asText()));
    assertThat(events.get(0).at("/message/content")).isEmpty();
    assertThat(events.get(1).at("/content_block").toString())
        .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
    assertThat(events.get(3).at("/delta/thinking").asText()).isEqualTo("let");
    assertThat(events.get(5).at("/delta/type").asText()).isEqualTo("signature_delta");
    assertThat(events.get(8).at("/delta").toString())
        .isEqualTo("{\"type\":\"text_delta\",\"text\":\"blue\"}");
    assertThat(events.get(8).path("index").asInt()).isEqualTo(1);
    assertThat(events.get(11).at("/delta/stop_reason").asText()).isEqualTo("end_turn");
    assertThat(events.get(11).at("/usage/output_tokens").asInt()).isEqualTo(12);
  }

  @Test
  void aToolIsCalledInPiecesOfItsJson() throws Exception {
    server.model("m").callsTool("shell", "{\"command\":\"ls\"}");

    var events = DialectClient.events(client.stream("m").body());

    assertThat(events.get(1).at("/content_block/name").asText()).isEqualTo("shell");
    assertThat(events.get(1).at("/content_block/input")).isEmpty();
    assertThat(events.get(4).at("/delta/partial_json").asText()).isEqualTo("{\"command\":\"ls\"}");
  }

  @Test
  void modelsComeInPages() throws Exception {
    List.of("a", "b", "c").forEach(name -> server.model(name).answers(name));

    var first = DialectClient.json(client.get("/models?limit=2"));
    var second = DialectClient.json(client.get("/models?limit=2&after_id=b"));

    assertThat(first.at("/data").findValuesAsText("id")).containsExactly("a", "b");
    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(first.path("last_id").asText()).isEqualTo("b");
    assertThat(second.at("/data").findValuesAsText("id")).containsExactly("c");
    assertThat(second.path("has_more").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, 429, rate_limit_error",
    "QUOTA_EXHAUSTED, 400, invalid_request_error",
    "OVERLOADED, 529, overloaded_error",
    "SERVER_ERROR, 500, api_error",
    "AUTH_REJECTED, 401, authentication_error",
    "PERMISSION_DENIED, 403, permission_error",
    "CONTEXT_OVERFLOW, 400, invalid_request_error",
    "MODEL_NOT_FOUND, 404, not_found_error",
  })
  void aFailureHasTheProvidersStatusAndType(FailureKind kind, int status, String type)
      throws Exception {
    server.model("m").fails(kind);

    var response = client.ask("m");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(DialectClient.json(response).path("type").asText()).isEqualTo("error");
    assertThat(DialectClient.json(response).at("/error/type").asText()).isEqualTo(type);
  }

  @Test
  void aLimitSaysHowLongItWants() {
    server.model("m").retryAfter(Duration.ofMillis(1_500)).fails(FailureKind.RATE_LIMITED);

    var headers = client.ask("m").headers();

    assertThat(headers.firstValue("retry-after")).contains("2");
    assertThat(headers.firstValue("anthropic-ratelimit-requests-remaining")).contains("0");
    assertThat(
            Instant.parse(headers.firstValue("anthropic-ratelimit-requests-reset").orElseThrow()))
        .isAfter(Instant.EPOCH);
  }

  @Test
  void anErrorInsideAStreamIsAnEventOfItsOwn() {
    server.model("m").plays(Fault.errorAfterTokens(1));

    assertThat(client.stream("m").body())
        .contains("\"text\":\"All\"")
        .doesNotContain("\" is\"", "message_stop")
        .containsPattern("event: error\ndata: \\{\"type\":\"error\",.*overloaded_error.*\\}\n\n$");
  }

  @ParameterizedTest
  @CsvSource({
    "FINISH_LENGTH, max_tokens",
    "FINISH_FILTER, refusal",
    "CONTEXT_FULL, model_context_window_exceeded",
    "PAUSED, pause_turn",
    "TOOL_CALL, tool_use",
  })
  void anOddEndHasItsWordStreamedOrNot(Oddity oddity, String word) throws Exception {
    server.model("m").plays(oddity);

    var whole = DialectClient.json(client.ask("m"));
    var events = DialectClient.events(client.stream("m").body());

    assertThat(whole.path("stop_reason").asText()).isEqualTo(word);
    assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText()).isEqualTo(word);
  }
}
