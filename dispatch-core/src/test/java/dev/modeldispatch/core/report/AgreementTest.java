package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.core.report.Agreement.Field;
import dev.modeldispatch.core.report.Agreement.Verdict;
import dev.modeldispatch.core.report.Agreement.Vote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {
  @ParameterizedTest
  @CsvSource({
    "1 1 1, UNANIMOUS",
    "1 1 2, MAJORITY",
    "1 2 3, SPLIT",
    "1 1 2 2, SPLIT",
    "1 1 1 2 3, MAJORITY",
    "1 1 2 3, SPLIT",
    "1, NONE",
  })
  void votesAreCounted(String values, Verdict expected) {
    String[] answers =
        Stream.of(values.split(" ", -1)).map("{\"v\":%s}"::formatted).toArray(String[]::new);

    var agreement = Agreement.of(Samples.answers(answers));

    assertThat(agreement.verdict()).isEqualTo(expected);
    assertThat(agreement.fields()).extracting(Field::verdict).containsExactly(expected);
  }

  @Test
  void eachFieldHasAVerdictOfItsOwn() {
    var agreement =
        Agreement.of(
            Samples.answers(
                "{\"ok\":true,\"at\":{\"line\":1,\"file\":\"a\"}}",
                "{\"at\":{\"file\":\"a\",\"line\":2},\"ok\":true}",
                "{\"ok\":true,\"at\":{\"file\":\"a\",\"line\":1},\"note\":\"x\"}"));

    assertThat(agreement.verdict()).isEqualTo(Verdict.SPLIT);
    assertThat(agreement.fields())
        .containsExactly(
            field("/ok", Verdict.UNANIMOUS, vote("true", 0, 1, 2)),
            field("/at/line", Verdict.MAJORITY, vote("1", 0, 2), vote("2", 1)),
            field("/at/file", Verdict.UNANIMOUS, vote("\"a\"", 0, 1, 2)),
            field(
                "/note",
                Verdict.MAJORITY,
                new Vote(Optional.empty(), List.of(0, 1)),
                vote("\"x\"", 2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; 1.0",
        "0; -0.00",
        "1000; 1e3",
        "{\"a\":1,\"b\":[2]}; {\"b\":[2.0],\"a\":1}",
        "[{\"a\":1,\"b\":2}]; [{\"b\":2,\"a\":1}]",
        "\"\\u0041\"; \"A\"",
        "1e9999; 10e9998"
      })
  void whatMeansTheSameIsTheSame(String one, String other) {
    var batch = Samples.answers("{\"v\":" + one + "}", "{\"v\":" + other + "}");

    assertThat(Agreement.of(batch).verdict()).isEqualTo(Verdict.UNANIMOUS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"1; \"1\"", "[1,2]; [2,1]", "null; false", "{}; {\"a\":null}", "[]; {}"})
  void whatDiffersDoesNotAgree(String one, String other) {
    var batch = Samples.answers("{\"v\":" + one + "}", "{\"v\":" + other + "}");

    assertThat(Agreement.of(batch).verdict()).isEqualTo(Verdict.SPLIT);
  }

  @Test
  void whatIsAnObjectInOneAnswerAloneIsOneField() {
    var agreement = Agreement.of(Samples.answers("{\"v\":{\"a\":1}}", "{\"v\":2}"));

    assertThat(agreement.fields()).extracting(Field::path).containsExactly("/v");
    assertThat(Agreement.of(Samples.answers("{}", "{}")).fields()).isEmpty();
  }

  @Test
  void memberNamesCannotPoseAsOthers() {
    var batch = Samples.answers("{\"a=1, b\":2}", "{\"a\":1,\"b\":2}", "{\"a/b\":1,\"~\":2}");

    var agreement = Agreement.of(batch);

    assertThat(agreement.verdict()).isEqualTo(Verdict.SPLIT);
    assertThat(agreement.fields())
        .extracting(Field::path)
        .containsExactly("/a=1, b", "/a", "/b", "/a~1b", "/~0");
  }

  @Test
  void proseAndFailuresDoNotCount() {
    BatchResult batch =
        Samples.batch(
            BatchResult.Status.PARTIAL,
            Samples.result("p/a", 1).answered("{\"v\":1}"),
            Samples.result("p/b", 1).answered("{v} is what I mean"),
            Samples.result("p/c", 1).answered("[1]"),
            Samples.result("p/d", 1).failed(Samples.LIMITED),
            Samples.result("p/e", 1).answered(" {\"v\":1.0}\n"));

    var agreement = Agreement.of(batch);

    assertThat(agreement.verdict()).isEqualTo(Verdict.UNANIMOUS);
    assertThat(agreement.votes()).containsExactly(vote("{\"v\":1}", 0, 4));
    assertThat(agreement).hasToString("Agreement[UNANIMOUS, 2 of 5 count]");
  }

  @Test
  void noStructuredAnswerAgreesOnNothing() {
    var agreement = Agreement.of(Samples.answers("blue", "blue"));

    assertThat(agreement.verdict()).isEqualTo(Verdict.NONE);
    assertThat(agreement.votes()).isEmpty();
    assertThat(agreement.fields()).isEmpty();
  }

  @Test
  void toStringsHoldNoAnswer() {
    var agreement = Agreement.of(Samples.answers("{\"secret\":\"secret\"}", "{\"secret\":1}"));

    assertThat(agreement + " " + agreement.fields() + agreement.votes()).doesNotContain("secret");
  }

  private static Field field(String path, Verdict verdict, Vote... votes) {
    return new Field(path, verdict, List.of(votes));
  }

  private static Vote vote(String value, Integer... slots) {
    return new Vote(Optional.of(value), List.of(slots));
  }
}
