package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  @Test
  void mixedBatchReadsAsAgreed() throws Exception {
    String report = ComparisonReport.json(Samples.mixed());

    assertThat(Json.parse(report).toPrettyString())
        .isEqualTo(Json.parse(Golden.read("mixed.json")).toPrettyString());
    assertThat(report).doesNotContain("remote words").doesNotContain("\n");
  }

  @Test
  void answerIsWholeAndExact() throws Exception {
    String nasty = "\u0000\r\n\t\u202e\ud83d\u2028\"\\\u007f😀</script>" + "x".repeat(60_000);

    String report = ComparisonReport.json(Samples.answers(nasty));

    assertThat(Json.parse(report).at("/results/0/text").asText()).isEqualTo(nasty);
    assertThat(report.chars().filter(c -> Character.isISOControl(c) || c == 0x202e)).isEmpty();
  }

  @Test
  void agreementOfStructuredAnswersIsThere() throws Exception {
    var batch = Samples.answers("{\"ok\":true}", "{\"ok\":false}", "{\"ok\":true}");

    JsonNode agreement = Json.parse(ComparisonReport.json(batch)).get("agreement");

    assertThat(agreement)
        .isEqualTo(
            Json.parse(
                """
                {"verdict":"majority","asked":3,"counted":3,
                 "votes":[{"value":"{\\"ok\\":true}","slots":[0,2]},
                          {"value":"{\\"ok\\":false}","slots":[1]}],
                 "fields":[{"path":"/ok","verdict":"majority",
                   "votes":[{"value":"true","slots":[0,2]},{"value":"false","slots":[1]}]}]}
                """));
  }
}
