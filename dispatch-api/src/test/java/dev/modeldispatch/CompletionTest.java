package dev.modeldispatch;

import static dev.modeldispatch.Facts.answer;
import static dev.modeldispatch.Facts.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  @Test
  void allIsMetByTheLastAnswer() {
    assertThat(told(Completion.all(), answer("a/1"), answer("a/2"), answer("a/3")))
        .containsExactly(false, false, true);
  }

  @Test
  void allIsNeverMetAfterAFailure() {
    assertThat(told(Completion.all(), answer("a/1"), failed("a/2"), answer("a/3")))
        .containsExactly(false, false, false);
  }

  @Test
  void firstAnswerPassesFailuresBy() {
    assertThat(told(Completion.firstAnswer(), failed("a/1"), answer("a/2"), failed("a/3")))
        .containsExactly(false, true, true);
  }

  @Test
  void answersCountsAnswersAlone() {
    assertThat(told(Completion.answers(2), answer("a/1"), failed("a/2"), answer("a/1")))
        .containsExactly(false, false, true);
  }

  @Test
  void answersThatCanNoLongerComeAreNeverMet() {
    assertThat(told(Completion.answers(3), answer("a/1"), failed("a/2"), answer("a/3")))
        .containsOnly(false);
  }

  @Test
  void distinctProvidersCountsWhoAnswered() {
    var fallback =
        ModelResult.builder(ModelTarget.parse("b/1"))
            .answeredBy(ModelTarget.parse("a/9"))
            .answered("yes");

    assertThat(
            told(
                Completion.distinctProviders(2),
                answer("a/1"),
                fallback,
                failed("c/1"),
                answer("b/2")))
        .containsExactly(false, false, false, true);
  }

  @Test
  void distinctProvidersAboveThoseThereAreIsNeverMet() {
    assertThat(told(Completion.distinctProviders(2), answer("a/1"), answer("a/2")))
        .containsOnly(false);
  }

  @Test
  void untilSeesTheResultsSoFarInOrderOfArrival() {
    List<List<ModelResult>> seen = new ArrayList<>();
    var one = failed("a/1");
    var two = answer("a/2");

    var met =
        told(
            Completion.until(soFar -> seen.add(List.copyOf(soFar)) && soFar.size() == 2), one, two);

    assertThat(seen).containsExactly(List.of(one), List.of(one, two));
    assertThat(met).containsExactly(false, true);
  }

  @Test
  void untilPassesOnWhatThePredicateThrows() {
    var gate =
        Completion.until(
                soFar -> {
                  throw new IllegalStateException("broken");
                })
            .openGate(1);

    assertThatIllegalStateException().isThrownBy(() -> gate.test(answer("a/1")));
  }

  @Test
  void everyGateCountsForItself() {
    var condition = Completion.answers(2);
    var used = condition.openGate(2);
    boolean early = used.test(answer("a/1"));

    assertThat(early).isFalse();
    assertThat(condition.openGate(2).test(answer("a/1"))).isFalse();
    assertThat(used.test(answer("a/2"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void fewerThanOneIsRefused(int k) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Completion.answers(k))
        .withMessage("completion: answers(" + k + ") must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Completion.distinctProviders(k))
        .withMessage("completion: distinctProviders(" + k + ") must be at least 1");
  }

  @Test
  void conditionsTellHowManyTheyNeedAndTheirNames() {
    assertThat(Completion.answers(3).needed()).isEqualTo(3);
    assertThat(Completion.distinctProviders(2).needed()).isEqualTo(2);
    assertThat(Completion.all().needed()).isEqualTo(1);
    assertThat(Completion.answers(3)).hasToString("answers(3)");
    assertThat(Completion.until(soFar -> true)).hasToString("until(..)");
  }

  private static List<Boolean> told(Completion condition, ModelResult... results) {
    var gate = condition.openGate(results.length);
    return Stream.of(results).map(gate::test).toList();
  }
}
