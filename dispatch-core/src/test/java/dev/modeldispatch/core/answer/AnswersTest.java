package dev.modeldispatch.core.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.core.answer.Sample.Everything;
import dev.modeldispatch.core.answer.Sample.Figure;
import dev.modeldispatch.core.answer.Sample.Numbers;
import dev.modeldispatch.core.answer.Sample.Severity;
import dev.modeldispatch.core.answer.Sample.Texts;
import dev.modeldispatch.core.answer.Sample.Verdict;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final AnswerFormat<Verdict> VERDICT = Answers.of(Verdict.class);

  @Test
  void recordIsAClosedObjectWithAllItsMembersRequired() {
    assertThat(VERDICT.jsonSchema())
        .isEqualTo(
            """
            {"type":"object","properties":{"approve":{"type":"boolean"},\
            "severity":{"type":"string","enum":["LOW","HIGH"]},\
            "reasons":{"type":"array","items":{"type":"string"}},\
            "note":{"type":["string","null"]}},\
            "required":["approve","severity","reasons","note"],\
            "additionalProperties":false}""");
  }

  @Test
  void answerBecomesTheRecord() {
    String json =
        "{\"approve\":true,\"severity\":\"HIGH\",\"reasons\":[\"a\",\"b\"],\"note\":null}";

    assertThat(VERDICT.read(json))
        .isEqualTo(new Verdict(true, Severity.HIGH, List.of("a", "b"), Optional.empty()));
    assertThat(VERDICT.read("Sure:\n```json\n" + json + "\n```\n").approve()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'approve':1}|/severity|a value, as it is required",
        "{'approve':null,'severity':'LOW','reasons':[],'note':null}|/approve|boolean",
        "{'approve':true,'severity':'low','reasons':[],'note':null}|/severity|one of the 2 values"
            + " of 'enum'",
        "{'approve':true,'severity':'LOW','reasons':['a',7],'note':null}|/reasons/1|string",
        "{'approve':true,'severity':'LOW','reasons':[],'note':7}|/note|string or null",
        "{'approve':true,'severity':'LOW','reasons':[]}|/note|a value, as it is required",
        "{'approve':true,'severity':'LOW','reasons':[],'note':null,'secret':1}|/*|nothing",
        "{'approve':true,'approve':true}||one whole JSON value",
        "{'approve':true} {'approve':true}||one whole JSON value",
        "[]||object",
        "secret||one whole JSON value"
      })
  void misfitNamesThePlaceAndNothingOfTheAnswer(String json, String path, String expected) {
    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> VERDICT.read(json.replace('\'', '"')))
        .withMessageEndingWith(": expected " + expected)
        .withNoCause()
        .satisfies(
            e -> {
              assertThat(e.path()).isEqualTo(path == null ? "" : path);
              assertThat(e.toString()).doesNotContain("secret");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "b, -2000",
    "b, 1234",
    "s, 40000",
    "i, 3000000000",
    "i, 1.5",
    "i, 1e999999999",
    "l, 9999999999999999999",
    "l, -1e-5",
    "f, 3.5e38",
    "d, 1e309",
    "d, -1e309",
    "whole, 1e1000",
    "whole, 1e2147483647",
    "exact, 1e1000",
    "exact, 1e-1001",
    "maybeInt, 3000000000",
    "maybeDouble, 1e309"
  })
  void numberBeyondItsRangeIsNoMisreading(String name, String number) {
    var numbers = Answers.of(Numbers.class);

    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> numbers.read(numbers(name, number)))
        .satisfies(e -> assertThat(e.path()).isEqualTo("/" + name))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(number));
  }

  @Test
  void wholeNumberMayBeWrittenAsOneWithAPoint() {
    var numbers = Answers.of(Numbers.class);

    assertThat(numbers.read(numbers("i", "3.0")).i()).isEqualTo(3);
    assertThat(numbers.read(numbers("l", "2e3")).l()).isEqualTo(2_000);
    assertThat(numbers.read(numbers("whole", "1e999")).whole()).isEqualTo(BigInteger.TEN.pow(999));
    assertThat(numbers.read(numbers("exact", "0.1")).exact()).isEqualTo(new BigDecimal("0.1"));
  }

  private static String numbers(String name, String number) {
    String all =
        "{\"b\":0,\"s\":0,\"i\":0,\"l\":0,\"f\":0,\"d\":0,\"whole\":0,\"exact\":0,"
            + "\"maybeInt\":0,\"maybeLong\":0,\"maybeDouble\":0}";
    return all.replace("\"" + name + "\":0", "\"" + name + "\":" + number);
  }

  @Test
  void textsAreReadByTheirStandards() {
    var texts = Answers.of(Texts.class).read(texts("at", "2026-01-31T12:30:00+02:00"));

    assertThat(texts.at()).isEqualTo(Instant.parse("2026-01-31T10:30:00Z"));
    assertThat(texts.on()).isEqualTo(LocalDate.of(2026, 1, 31));
    assertThat(texts.took()).isEqualTo(Duration.ofMinutes(90));
    assertThat(texts.where()).isEqualTo(URI.create("https://example.com"));
    assertThat(texts.id()).isEqualTo(UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
  }

  @ParameterizedTest
  @CsvSource({
    "at, 2025-05-05T10:00",
    "at, secret",
    "on, 2026-02-30",
    "on, 31.01.2026",
    "took, 90 minutes",
    "where, no uri at all",
    "id, 1-1-1-1-1",
    "id, secret"
  })
  void textThatIsNotWhatItShouldBeIsNamedByItsPlace(String name, String text) {
    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> Answers.of(Texts.class).read(texts(name, text)))
        .withMessageStartingWith("/" + name + ": expected a ")
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(text));
  }

  private static String texts(String name, String text) {
    String all =
        "{\"plain\":\"x\",\"at\":\"2026-01-31T12:30:00Z\",\"on\":\"2026-01-31\","
            + "\"took\":\"PT1H30M\",\"where\":\"https://example.com\","
            + "\"id\":\"123E4567-e89b-12d3-a456-426614174000\"}";
    return all.replaceFirst("(\"" + name + "\"):\"[^\"]*\"", "$1:\"" + text + "\"");
  }

  record Drawing(Figure figure, Optional<Figure> other) {}

  @Test
  void recordsOfASealedInterfaceAreToldApart() {
    var drawing = Answers.of(Drawing.class);
    String circle = "{\"type\":\"Circle\",\"center\":{\"x\":1,\"y\":%s},\"radius\":2}";
    String json = "{\"figure\":%s,\"other\":{\"type\":\"Dot\"}}";

    assertThat(drawing.read(json.formatted(circle.formatted("2"))).other())
        .contains(new Sample.Dot());
    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> drawing.read(json.formatted(circle.formatted("\"2\""))))
        .withMessage("/figure/center/y: expected integer");
    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> drawing.read(json.formatted("{\"type\":\"Square\"}")))
        .withMessage("/figure: expected one of the 3 forms of 'anyOf'");
  }

  record Marks(Map<String, Integer> of, Set<String> who, List<Optional<Integer>> gaps) {}

  @Test
  void collectionsKeepTheOrderAndCannotBeChanged() {
    String json =
        "{\"of\":[{\"key\":\"z\",\"value\":1},{\"key\":\"a\",\"value\":2}],"
            + "\"who\":[\"z\",\"a\",\"z\"],\"gaps\":[1,null]}";

    var marks = Answers.of(Marks.class).read(json);

    assertThat(marks.of()).containsExactly(Map.entry("z", 1), Map.entry("a", 2));
    assertThat(marks.who()).containsExactly("z", "a");
    assertThat(marks.gaps()).containsExactly(Optional.of(1), Optional.empty());
    assertThatThrownBy(() -> marks.of().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> marks.who().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> marks.gaps().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void keyTwiceIsAMisfit() {
    String json =
        "{\"of\":[{\"key\":\"a\",\"value\":1},{\"key\":\"a\",\"value\":2}],"
            + "\"who\":[],\"gaps\":[]}";

    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> Answers.of(Marks.class).read(json))
        .withMessage("/of/1/key: expected a key that no other entry has");
  }

  record Range(int from, int to) {
    Range {
      if (from > to) {
        throw new IllegalStateException("secret " + from);
      }
      if (to == 99) {
        throw new AssertionError("a mistake of the record");
      }
    }
  }

  record Ranges(List<Range> all) {}

  @Test
  void whatAConstructorRefusesIsAMisfitAtItsPlace() {
    String json = "{\"all\":[{\"from\":1,\"to\":2},{\"from\":3,\"to\":2}]}";

    assertThatExceptionOfType(Misfit.class)
        .isThrownBy(() -> Answers.of(Ranges.class).read(json))
        .withMessage(
            "/all/1: expected what Range takes; its constructor threw"
                + " java.lang.IllegalStateException")
        .withNoCause();
    assertThatThrownBy(() -> Answers.of(Range.class).read("{\"from\":1,\"to\":99}"))
        .isInstanceOf(AssertionError.class);
  }

  @Describe("How bad it is.")
  enum Grade {
    A
  }

  @Describe("What was found.")
  record Finding(
      @Describe("In one line.") String title,
      @Describe("Of the worst part.") Grade grade,
      @Describe("When it began.") Optional<LocalDate> since) {}

  @Test
  void wordsForTheModelAreInTheSchema() throws JsonTrouble {
    var schema = Json.parse(Answers.of(Finding.class).jsonSchema());

    assertThat(schema.path("description").asText()).isEqualTo("What was found.");
    var members = schema.path("properties");
    assertThat(members.path("title").path("description").asText()).isEqualTo("In one line.");
    assertThat(members.path("grade").path("description").asText())
        .isEqualTo("Of the worst part. (How bad it is.)");
    assertThat(members.path("since").path("description").asText())
        .isEqualTo("When it began. (a date by ISO 8601, such as 2026-01-31)");
  }

  @Test
  void schemaIsMadeOncePerClass() {
    String schema = Answers.of(Everything.class).jsonSchema();

    assertThat(Answers.of(Everything.class).jsonSchema()).isSameAs(schema);
    assertThat(Answers.of(Verdict.class)).hasToString("AnswerFormat[Verdict]");
  }

  @Test
  void oneFormatServesManyThreads() {
    String json = "{\"approve\":true,\"severity\":\"LOW\",\"reasons\":[\"%d\"],\"note\":null}";

    var read =
        IntStream.range(0, 1_000)
            .parallel()
            .mapToObj(i -> VERDICT.read(json.formatted(i)))
            .toList();

    assertThat(read.stream().map(v -> v.reasons().get(0)))
        .containsExactlyElementsOf(IntStream.range(0, 1_000).mapToObj(i -> i + "").toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"reasons\":", "```\n", "{\"approve\":1e999999999,"})
  void hugeNonsenseIsAMisfit(String piece) {
    assertThatExceptionOfType(Misfit.class).isThrownBy(() -> VERDICT.read(piece.repeat(100_000)));
  }
}
