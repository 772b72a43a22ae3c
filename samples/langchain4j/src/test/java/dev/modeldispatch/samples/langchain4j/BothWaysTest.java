package dev.modeldispatch.samples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BothWaysTest {
  private static final String TWO =
      "{\"prompt\":\"Review\",\"models\":[{\"provider\":\"local\",\"model\":\"careful\"},"
          + "{\"provider\":\"local\",\"model\":\"quick\"}]}";

  private static final String MODELS =
      "{\"type\":\"array\",\"description\":\"Who is asked, at least 2; duplicates are kept apart.\","
          + "\"minItems\":2,\"items\":{\"type\":\"object\",\"properties\":{"
          + "\"provider\":{\"type\":\"string\"},\"model\":{\"type\":\"string\"}},"
          + "\"required\":[\"provider\",\"model\"]}}";

  private final FakeModelServer server = FakeModelServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theAgentIsToldWhatIsWrongAndThenWhatTheModelsAnswered() {
    server
        .model("agent")
        .callsTool("batch-dispatch", "{\"promt\":\"Review\"}")
        .then()
        .callsTool("batch-dispatch", TWO)
        .then()
        .answers("Off by one, says the careful one.");
    server.model("careful").answers("The limit is off by one.");
    server.model("quick").fails(FailureKind.QUOTA_EXHAUSTED);
    List<String> replies = new ArrayList<>();

    String answer = BothWays.agent(server, "Have it reviewed", replies::add);

    assertThat(answer).isEqualTo("Off by one, says the careful one.");
    assertThat(replies).hasSize(2).first().asString().startsWith("[batch-dispatch error]");
    var asked = server.promptCalls("agent");
    assertThat(asked).hasSize(3);
    assertThat(asked.get(0).requestJson().at("/tools").findValuesAsText("name"))
        .contains("dispatch", "batch-dispatch", "list-models", "preflight");
    assertThat(asked.get(0).requestJson().at("/tools/1/function/parameters/properties/models"))
        .hasToString(MODELS);
    assertThat(asked.get(1).requestBody()).contains("invalid_request", "Unknown argument");
    assertThat(asked.get(2).requestBody())
        .contains("The limit is off by one.", "quota_exhausted", "Success: 1/2");
  }

  @Test
  void aChatModelIsATargetLikeAnyOther() {
    server.model("careful").answers("The limit is off by one.");
    server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);
    server.model("quick").answers("Fine.");

    var result = BothWays.batch(server);

    assertThat(result.results())
        .extracting(ModelResult::status)
        .containsExactly(
            ModelResult.Status.ANSWERED, ModelResult.Status.FAILED, ModelResult.Status.ANSWERED);
    assertThat(result.results().get(1).unanswered().orElseThrow().failure().kind())
        .isEqualTo(FailureKind.QUOTA_EXHAUSTED);
    assertThat(server.promptRequests()).isEqualTo(3);
  }

  @Test
  void mainShowsBothWays() {
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      BothWays.main(new String[0]);
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "--- local/careful [OK]",
            "Success: 2/2",
            "It answers: One of two",
            "--- langchain4j/careful [OK]",
            "quota_exhausted",
            "Success: 2/3");
  }
}
