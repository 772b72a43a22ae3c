package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeModelServer server = FakeModelServer.start();
  private final ChatClient client = new ChatClient(server.baseUri());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerIsStreamedToThoseWhoAskForIt() throws Exception {
    server.model("m").using(Usage.exact(3, 4)).answers("blue as the sky");

    var response = client.stream("m");

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    var events = events(response.body());
    assertThat(text(events, "content")).isEqualTo("blue as the sky");
    assertThat(events.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(events.get(events.size() - 2).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
    assertThat(events.get(events.size() - 1).at("/usage/completion_tokens").asInt()).isEqualTo(4);
    assertThat(response.body()).endsWith("data: [DONE]\n\n");
    server.awaitIdle(Duration.ofSeconds(5));
    server.assertClean();
  }

  @Test
  void thoughtsComeBeforeTheAnswer() throws Exception {
    server.model("m").reasoning("let me think").answers("blue");

    var events = events(client.stream("m").body());

    assertThat(text(events, "reasoning_content")).isEqualTo("let me think");
    assertThat(text(events, "content")).isEqualTo("blue");
  }

  @Test
  void theSameModelAnswersUnstreamedToo() throws Exception {
    server.model("m").reasoning("let me think").answers("blue");

    var body = ChatClient.json(client.ask("m"));

    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("blue");
    assertThat(body.at("/choices/0/message/reasoning_content").asText()).isEqualTo("let me think");
  }

  @Test
  void aToolIsCalled() throws Exception {
    server.model("m").callsTool("shell", "{\"command\":\"ls\"}");

    var events = events(client.stream("m").body());

    assertThat(events.toString()).contains("\"name\":\"shell\"", "\"tool_calls\"");
  }

  @Test
  void anErrorReplyIsNoStream() {
    server.model("m").fails(FailureKind.RATE_LIMITED);

    assertThat(client.stream("m").statusCode()).isEqualTo(429);
  }

  @Test
  void aStreamWithoutFinishReasonEndsAllTheSame() throws Exception {
    server.model("m").plays(Oddity.FINISH_MISSING);

    var body = client.stream("m").body();

    assertThat(body).doesNotContain("\"stop\"").endsWith("data: [DONE]\n\n");
  }

  @Test
  void aPacedStreamTakesItsTime() throws Exception {
    server.model("m").firstAfter(Duration.ofMillis(50)).perSecond(100).answers("one two three");

    client.stream("m");
    server.awaitIdle(Duration.ofSeconds(5));

    var seen = server.promptCalls().get(0);
    assertThat(seen.answeredAt().orElseThrow().minus(seen.arrivedAt()))
        .isBetween(Duration.ofMillis(100), Duration.ofSeconds(3));
  }

  @Test
  void faultsOfAStreamArePlayedBetweenItsEvents() throws Exception {
    server.model("error").plays(Fault.errorEventAfter(2));
    server.model("bad").plays(Fault.malformedAfterTokens(0));
    server.model("ended").plays(Fault.endAfterEvents(2));
    server.model("unmarked").plays(Fault.withoutEndMark());

    assertThat(client.stream("error").body()).contains("All").contains("\"server_error\"");
    assertThat(client.stream("bad").body()).endsWith("data: {\"choices\": [\n\n");
    assertThat(client.stream("ended").body()).contains("All").doesNotContain(" is", "[DONE]");
    assertThat(client.stream("unmarked").body()).contains("\"stop\"").doesNotContain("[DONE]");
  }

  private static String text(List<JsonNode> events, String field) {
    var text = new StringBuilder();
    events.forEach(e -> text.append(e.at("/choices/0/delta/" + field).asText("")));
    return text.toString();
  }

  private static List<JsonNode> events(String body) throws Exception {
    var events = new ArrayList<JsonNode>();
    for (String line : body.lines().toList()) {
      if (line.startsWith("data: {")) {
        events.add(JSON.readTree(line.substring("data: ".length())));
      }
    }
    return events;
  }
}
