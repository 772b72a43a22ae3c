package dev.modeldispatch.testkit.assertj;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchResultAssertTest {
  private static final BatchResult PARTIAL = batch("a/1", "b/2", "c/3");
  private static final BatchResult WHOLE = batch("a/1");
  private static final BatchResult NOTHING = batch("b/2");

  private static BatchResult batch(String... targets) {
    var models = new ScriptedDispatcher();
    models.target("a/1").answers("one");
    models.target("b/2").fails(FailureKind.RATE_LIMITED);
    models.target("c/3").answers("three");
    return models.batch().dispatch(ModelTarget.list(targets), "Hi");
  }

  static Stream<Case> cases() {
    return Stream.of(
        Case.of(
            "isComplete",
            () -> assertThat(WHOLE).isComplete(),
            () -> assertThat(PARTIAL).isComplete(),
            "Expecting a batch that is COMPLETE:",
            "BatchResult[PARTIAL, 2 of 3 answered",
            "[0] a/1 answered (3 chars)",
            "[1] b/2 failed with rate_limited",
            "Look at the slots without an answer."),
        Case.of(
            "isPartial",
            () -> assertThat(PARTIAL).isPartial(),
            () -> assertThat(WHOLE).isPartial(),
            "Expecting a batch that is PARTIAL",
            "COMPLETE, 1 of 1"),
        Case.of(
            "hasFailed",
            () -> assertThat(NOTHING).hasFailed(),
            () -> assertThat(PARTIAL).hasFailed(),
            "Expecting a batch that is FAILED"),
        Case.of(
            "hasSlots",
            () -> assertThat(PARTIAL).hasSlots(3),
            () -> assertThat(PARTIAL).hasSlots(2),
            "Expecting 2 slots",
            "duplicates included"),
        Case.of(
            "hasAnswered",
            () -> assertThat(PARTIAL).hasAnswered(2),
            () -> assertThat(PARTIAL).hasAnswered(3),
            "Expecting 3 answers"),
        Case.of(
            "failuresAt",
            () -> assertThat(PARTIAL).failuresAt(1),
            () -> assertThat(PARTIAL).failuresAt(2, 0),
            "Expecting no answer at [2, 0] but that is so at [1]"),
        Case.of(
            "slot",
            () -> assertThat(PARTIAL).slot(2).hasText("three"),
            () -> assertThat(PARTIAL).as("mine").slot(1).isAnswered(),
            "[mine: slot 1]",
            "b/2: failed with rate_limited"),
        Case.of(
            "slot",
            () -> assertThat(PARTIAL).slot(0).isAnswered(),
            () -> assertThat(PARTIAL).slot(3),
            "Expecting a slot 3",
            "from 0"),
        Case.of(
            "answers",
            () -> assertThat(PARTIAL).answers().containsExactly("one", "three"),
            () -> assertThat(PARTIAL).answers().containsExactly("one"),
            "[answers]",
            "three"),
        Case.of(
            "results",
            () -> assertThat(PARTIAL).results().hasSize(3),
            () -> assertThat(PARTIAL).results().isEmpty(),
            "[results]"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itSaysWhatIsThere(Case one) throws Exception {
    one.check();
  }

  @Test
  void eachAssertionIsShownToFail() {
    Case.assertAllOf(BatchResultAssert.class, cases());
    assertThat((Object) List.of(WHOLE).get(0))
        .asInstanceOf(ModelAssertions.BATCH_RESULT)
        .isComplete();
  }
}
