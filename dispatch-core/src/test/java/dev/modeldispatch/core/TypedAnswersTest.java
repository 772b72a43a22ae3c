package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.DispatchException;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.answer.Answers;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.Oddity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers as values, through the front door and over a wire. */
class TypedAnswersTest {
  record Verdict(boolean approve, byte score, List<String> reasons, Optional<String> note) {}

  private static final AnswerFormat<Verdict> VERDICT = Answers.of(Verdict.class);
  private static final String JSON =
      "{\"approve\":true,\"score\":7,\"reasons\":[\"fine\"],\"note\":null}";

  private final FakeModelServer server = FakeModelServer.start();
  private final ModelDispatch models =
      ModelDispatch.builder().openaiCompatible("fake", server.baseUri()).build();

  @AfterEach
  void close() {
    models.close();
    server.close();
  }

  @Test
  void oneCallBringsTheRecord() {
    server.model("m").answers(JSON);

    Verdict verdict = models.ask("fake/m", VERDICT, "Judge");

    assertThat(verdict).isEqualTo(new Verdict(true, (byte) 7, List.of("fine"), Optional.empty()));
    var format = server.promptCalls("m").get(0).requestJson().path("response_format");
    assertThat(format.at("/json_schema/strict").booleanValue()).isTrue();
    assertThat(format.at("/json_schema/schema").toString()).isEqualTo(VERDICT.jsonSchema());
  }

  @Test
  void jsonInFencesIsRead() {
    server.model("m").answers(JSON, Oddity.JSON_IN_FENCES);

    assertThat(models.ask("fake/m", VERDICT, "Judge").approve()).isTrue();
  }

  @Test
  void batchIsReadSlotBySlot() {
    server.model("good").answers(JSON);
    server.model("odd").answers(JSON.replace("true", "\"yes\""));
    server.model("vast").answers(JSON.replace("7", "700"));
    server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);
    var targets = ModelTarget.list("fake/good", "fake/odd", "fake/vast", "fake/poor");

    var batch = models.batch().dispatch(targets, VERDICT.prompt("Judge"));

    assertThat(VERDICT.readings(batch).stream().map(r -> r.fold(v -> "ok", n -> n.failure() + "")))
        .satisfiesExactly(
            good -> assertThat(good).isEqualTo("ok"),
            odd -> assertThat(odd).contains("structured_output", "/approve: expected boolean"),
            vast -> assertThat(vast).contains("structured_output", "/score: expected a whole"),
            poor -> assertThat(poor).startsWith("quota_exhausted"));
  }

  @Test
  void answerThatDoesNotFitThrowsWithItsPlaceAndNotItsText() {
    server.model("m").answers(JSON.replace("\"fine\"", "\"CANARY\",7"));

    assertThatExceptionOfType(DispatchException.class)
        .isThrownBy(() -> models.ask("fake/m", VERDICT, "Judge"))
        .withMessageContaining("/reasons/1: expected string")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("CANARY"));
  }

  /** All of the JSON came, but the model was not done: there might have been more to it. */
  @Test
  void answerCutByTheLengthLimitIsNoneEvenIfItFits() {
    server.model("m").answers(JSON, Oddity.FINISH_LENGTH);

    var reading = VERDICT.reading(models.ask("fake/m", VERDICT.prompt("Judge")));

    assertThat(reading.value()).isEmpty();
    var none = reading.result().unanswered().orElseThrow();
    assertThat(none.failure().kind()).isEqualTo(FailureKind.OUTPUT_TRUNCATED);
    assertThat(none.partialText()).contains(JSON);
  }
}
