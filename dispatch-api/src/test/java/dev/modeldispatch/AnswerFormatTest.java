package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.AnswerFormat.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerFormatTest {
  private static final String CANARY = "canary-7f3a";
  private static final Answered SEVEN = answer("7");
  private static final Answered WORD = answer(CANARY);
  private static final Failed NONE = Facts.result().failed(Facts.FAILURE);

  /** A number from 0 on; others it refuses, or trips over. */
  private static final AnswerFormat<Integer> NUMBER =
      new AnswerFormat<>() {
        @Override
        public String jsonSchema() {
          return "{\"type\":\"integer\"}";
        }

        @Override
        public Integer read(String json) {
          int number = Integer.parseInt(json);
          if (number < 0) {
            throw new Misfit("/a/1", "at least 0");
          }
          return number;
        }
      };

  @Test
  void promptAsksForTheFormAndKeepsTheRest() {
    var prompt = Prompt.builder("hi").system("be brief").jsonSchema("{}").build();

    assertThat(NUMBER.prompt("hi").jsonSchema()).contains(NUMBER.jsonSchema());
    assertThat(NUMBER.prompt(prompt).jsonSchema()).contains(NUMBER.jsonSchema());
    assertThat(NUMBER.prompt(prompt).system()).contains("be brief");
  }

  @Test
  void answerThatFitsIsTheValue() {
    assertThat(NUMBER.read(SEVEN)).isEqualTo(7);
    assertThat(NUMBER.find(SEVEN)).contains(7);
    assertThat(NUMBER.reading(SEVEN).result()).isSameAs(SEVEN);
    assertThat(NUMBER.reading(SEVEN).<String>fold(n -> "is " + n, none -> "none"))
        .isEqualTo("is 7");
  }

  @Test
  void resultWithoutAnAnswerStaysWhatItIs() {
    assertThat(NUMBER.find(NONE)).isEmpty();
    assertThat(NUMBER.reading(NONE).result()).isSameAs(NONE);
    assertThatExceptionOfType(DispatchException.class)
        .isThrownBy(() -> NUMBER.read(NONE))
        .satisfies(e -> assertThat(e.result()).isSameAs(NONE));
  }

  @Test
  void answerThatDoesNotFitIsNoneAndNamesThePlace() {
    var session = Session.kept();
    var answer = Facts.result().answeredBy(Facts.OTHER).session(session).answered("-1");

    var failed = (Failed) NUMBER.reading(answer).result();

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.STRUCTURED_OUTPUT);
    assertThat(failed.failure().evidence()).isEqualTo("/a/1: expected at least 0");
    assertThat(failed.partialText()).contains("-1");
    assertThat(failed.target()).isEqualTo(Facts.TARGET);
    assertThat(failed.answeredBy()).isEqualTo(Facts.OTHER);
    assertThat(failed.session()).contains(session);
    assertThat(failed.maybeProcessed()).isTrue();
    assertThat(NUMBER.find(answer)).isEmpty();
    assertThat(new Misfit("/a/1", "more").path()).isEqualTo("/a/1");
    assertThat(new Misfit("", "more")).hasMessage("the root: expected more");
  }

  @Test
  void readerThatTripsIsAMisfitAndQuotesNothing() {
    assertThatExceptionOfType(DispatchException.class)
        .isThrownBy(() -> NUMBER.read(WORD))
        .withMessageContaining("structured_output: ")
        .withMessageContaining("java.lang.NumberFormatException was thrown")
        .withNoCause()
        .satisfies(e -> assertThat(e.toString()).doesNotContain(CANARY));
  }

  @Test
  void batchIsReadInItsOrder() {
    var results = List.<ModelResult>of(SEVEN, NONE, answer("-1"), answer("8"));
    var batch = BatchResult.of(results, BatchResult.Status.COMPLETE, Duration.ZERO);

    var readings = NUMBER.readings(batch);

    assertThat(readings.stream().map(r -> r.<Object>fold(n -> n, none -> none.failure().kind())))
        .containsExactly(7, FailureKind.OVERLOADED, FailureKind.STRUCTURED_OUTPUT, 8);
    assertThat(readings.stream().flatMap(r -> r.value().stream())).containsExactly(7, 8);
  }

  @Test
  void readingShowsNeitherValueNorAnswer() {
    assertThat(NUMBER.reading(answer("123456"))).hasToString("Reading[" + answer("123456") + "]");
    assertThat(List.of(NUMBER.reading(answer("123456")), NUMBER.reading(WORD)))
        .map(Reading::toString)
        .noneMatch(shown -> shown.contains("123456") || shown.contains(CANARY));
  }

  private static Answered answer(String text) {
    return Facts.result().answered(text);
  }
}
