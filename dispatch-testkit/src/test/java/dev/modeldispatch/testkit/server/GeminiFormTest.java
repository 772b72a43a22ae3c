package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiFormTest {
  private final FakeModelServer server = FakeModelServer.start();
  private final DialectClient client = new DialectClient(server, Dialect.GEMINI);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerHasItsThoughtsApartAndTheirTokensBeside() throws Exception {
    server
        .model("m")
        .using(new Usage(10, 20, 15, 4, 0, Usage.Certainty.EXACT, Optional.empty()))
        .reasoning("let me")
        .answers("blue");

    var body = DialectClient.json(client.ask("m"));

    assertThat(body.at("/candidates/0/content/parts").toString())
        .isEqualTo("[{\"text\":\"let me\",\"thought\":true},{\"text\":\"blue\"}]");
    assertThat(body.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(body.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(10);
    assertThat(body.at("/usageMetadata/cachedContentTokenCount").asInt()).isEqualTo(4);
    assertThat(body.at("/usageMetadata/candidatesTokenCount").asInt()).isEqualTo(5);
    assertThat(body.at("/usageMetadata/thoughtsTokenCount").asInt()).isEqualTo(15);
    assertThat(body.at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(30);
  }

  @Test
  void aStreamIsWholeResponsesAndTheLastHasTheReason() throws Exception {
    server.model("m").reasoning("hm").answers("blue sky");

    var response = client.stream("m");

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.body()).endsWith("}\r\n\r\n").doesNotContain("[DONE]", "event:");
    var events = DialectClient.events(response.body());
    assertThat(events).hasSize(3);
    assertThat(events)
        .extracting(e -> e.at("/candidates/0/content/parts/0/text").asText())
        .containsExactly("hm", "blue", " sky");
    assertThat(events.get(0).at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
    assertThat(events)
        .extracting(e -> e.at("/candidates/0/finishReason").asText())
        .containsExactly("", "", "STOP");
    assertThat(events).allSatisfy(e -> assertThat(e.has("usageMetadata")).isTrue());
    assertThat(events.get(2).at("/usageMetadata/candidatesTokenCount").asInt()).isEqualTo(12);
  }

  @Test
  void aStreamThatIsNotAskedForAsEventsIsOneArray() throws Exception {
    server.model("m").answers("blue sky");

    var response = client.post("/models/m:streamGenerateContent", "{\"contents\":[]}");

    assertThat(DialectClient.json(response).isArray()).isTrue();
    assertThat(DialectClient.json(response)).hasSize(2);
  }

  @Test
  void modelsComeInPagesWithWhatTheyCanDo() throws Exception {
    List.of("a", "b", "c").forEach(name -> server.model(name).answers(name));

    var first = DialectClient.json(client.get("/models?pageSize=2"));
    String token = first.path("nextPageToken").asText();
    var second = DialectClient.json(client.get("/models?pageSize=2&pageToken=" + token));

    assertThat(first.at("/models").findValuesAsText("name"))
        .containsExactly("models/a", "models/b");
    assertThat(first.at("/models/0/supportedGenerationMethods/0").asText())
        .isEqualTo("generateContent");
    assertThat(second.at("/models").findValuesAsText("name")).containsExactly("models/c");
    assertThat(second.has("nextPageToken")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, 429, RESOURCE_EXHAUSTED",
    "QUOTA_EXHAUSTED, 403, PERMISSION_DENIED",
    "SERVER_ERROR, 500, INTERNAL",
    "AUTH_REJECTED, 400, INVALID_ARGUMENT",
    "PERMISSION_DENIED, 400, FAILED_PRECONDITION",
    "CONTEXT_OVERFLOW, 400, INVALID_ARGUMENT",
    "MODEL_NOT_FOUND, 404, NOT_FOUND",
  })
  void aFailureHasTheProvidersStatusAndWord(FailureKind kind, int status, String word)
      throws Exception {
    server.model("m").fails(kind);

    var response = client.ask("m");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(DialectClient.json(response).at("/error/code").asInt()).isEqualTo(status);
    assertThat(DialectClient.json(response).at("/error/status").asText()).isEqualTo(word);
  }

  @Test
  void aRefusedKeyAndALimitHaveTheirDetails() {
    server.model("key").fails(FailureKind.AUTH_REJECTED);
    server.model("busy").retryAfter(Duration.ofMillis(17_250)).fails(FailureKind.RATE_LIMITED);

    assertThat(client.ask("key").body()).contains("\"reason\":\"API_KEY_INVALID\"");
    assertThat(client.ask("busy").body()).contains("\"retryDelay\":\"17.25s\"");
  }

  @ParameterizedTest
  @CsvSource({"FINISH_LENGTH, MAX_TOKENS", "FINISH_FILTER, SAFETY", "TOOL_CALL, STOP"})
  void anOddEndHasItsWordStreamedOrNot(Oddity oddity, String word) throws Exception {
    server.model("m").plays(oddity);

    var whole = DialectClient.json(client.ask("m"));
    var events = DialectClient.events(client.stream("m").body());

    assertThat(whole.at("/candidates/0/finishReason").asText()).isEqualTo(word);
    assertThat(events.get(events.size() - 1).at("/candidates/0/finishReason").asText())
        .isEqualTo(word);
  }

  @Test
  void aBlockedPromptHasNoCandidates() throws Exception {
    server.model("m").plays(Oddity.PROMPT_BLOCKED);

    var body = DialectClient.json(client.ask("m"));

    assertThat(body.has("candidates")).isFalse();
    assertThat(body.at("/promptFeedback/blockReason").asText()).isEqualTo("PROHIBITED_CONTENT");
  }
}
