package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaFormTest {
  private final FakeModelServer server = FakeModelServer.start();
  private final DialectClient client = new DialectClient(server, Dialect.OLLAMA);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerThatIsNotStreamedIsOneObject() throws Exception {
    server.model("m").using(Usage.exact(3, 4)).reasoning("let me").answers("blue");

    var body = DialectClient.json(client.ask("m"));

    assertThat(body.at("/message/content").asText()).isEqualTo("blue");
    assertThat(body.at("/message/thinking").asText()).isEqualTo("let me");
    assertThat(body.path("done").asBoolean()).isTrue();
    assertThat(body.path("done_reason").asText()).isEqualTo("stop");
    assertThat(body.path("prompt_eval_count").asInt()).isEqualTo(3);
    assertThat(body.path("eval_count").asInt()).isEqualTo(4);
  }

  @Test
  void itStreamsLinesUnlessItIsToldNotTo() throws Exception {
    server.model("m").reasoning("hm").answers("blue sky");

    var response = client.stream("m");

    assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
    var lines = DialectClient.events(response.body());
    assertThat(response.body().lines()).hasSameSizeAs(lines).hasSize(4);
    assertThat(lines)
        .extracting(line -> line.at("/message/content").asText())
        .containsExactly("", "blue", " sky", "");
    assertThat(lines.get(0).at("/message/thinking").asText()).isEqualTo("hm");
    assertThat(lines)
        .extracting(line -> line.path("done").asBoolean())
        .containsExactly(false, false, false, true);
    assertThat(lines.get(1).has("eval_count")).isFalse();
    assertThat(lines.get(3).path("eval_count").asInt()).isEqualTo(12);
    assertThat(lines.get(3).path("total_duration").asLong()).isPositive();
  }

  @Test
  void aToolIsCalledInALineOfItsOwn() throws Exception {
    server.model("m").callsTool("shell", "{\"command\":\"ls\"}");

    var lines = DialectClient.events(client.stream("m").body());

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).at("/message/tool_calls/0/function/arguments/command").asText())
        .isEqualTo("ls");
  }

  @Test
  void modelsAreTags() throws Exception {
    server.model("llama:8b").answers("a");

    var body = DialectClient.json(client.get("/api/tags"));

    assertThat(body.at("/models/0/name").asText()).isEqualTo("llama:8b");
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, 429",
    "QUOTA_EXHAUSTED, 429",
    "SERVER_ERROR, 500",
    "AUTH_REJECTED, 401",
    "INVALID_REQUEST, 400",
    "MODEL_NOT_FOUND, 404",
  })
  void aFailureIsAStatusAndAText(FailureKind kind, int status) throws Exception {
    server.model("m").retryAfter(Duration.ofSeconds(3)).fails(kind);

    var response = client.ask("m");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(DialectClient.json(response).path("error").isTextual()).isTrue();
    assertThat(response.headers().firstValue("retry-after").isPresent())
        .isEqualTo(kind == FailureKind.RATE_LIMITED);
  }

  @Test
  void anErrorInsideAStreamIsALine() {
    server.model("m").plays(Fault.errorAfterTokens(1));

    assertThat(client.stream("m").body())
        .contains("\"All\"")
        .doesNotContain("\" is\"")
        .endsWith(
            "{\"error\":\"an error was encountered while running the model: unexpected EOF\"}\n");
  }

  @ParameterizedTest
  @CsvSource({"FINISH_LENGTH, length", "FINISH_MISSING, ''"})
  void anOddEndHasItsWordStreamedOrNot(Oddity oddity, String word) throws Exception {
    server.model("m").plays(oddity);

    var whole = DialectClient.json(client.ask("m"));
    var lines = DialectClient.events(client.stream("m").body());

    assertThat(whole.path("done_reason").asText()).isEqualTo(word);
    assertThat(lines.get(lines.size() - 1).path("done_reason").asText()).isEqualTo(word);
    assertThat(lines.get(lines.size() - 1).path("done").asBoolean()).isTrue();
  }
}
