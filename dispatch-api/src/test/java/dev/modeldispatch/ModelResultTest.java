package dev.modeldispatch;

import static dev.modeldispatch.Facts.FAILURE;
import static dev.modeldispatch.Facts.TARGET;
import static dev.modeldispatch.Facts.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelResultTest {
  private static final Answered ANSWER = result().answered("forty-two");

  @Test
  void anAnswerIsAnswered() {
    assertThat(ANSWER.status()).isEqualTo(ModelResult.Status.ANSWERED);
    assertThat(ANSWER.text()).isEqualTo("forty-two");
    assertThat(ANSWER.completeness()).isEqualTo(Answered.Completeness.COMPLETE);
    assertThat(ANSWER.isAnswered()).isTrue();
    assertThat(ANSWER.answered()).containsSame(ANSWER);
    assertThat(ANSWER.unanswered()).isEmpty();
    assertThat(ANSWER.orElseThrow()).isSameAs(ANSWER);
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void everyOtherCaseIsUnanswered(Unanswered none) {
    assertThat(none.isAnswered()).isFalse();
    assertThat(none.answered()).isEmpty();
    assertThat(none.unanswered()).containsSame(none);
    assertThatExceptionOfType(DispatchException.class)
        .isThrownBy(none::orElseThrow)
        .satisfies(e -> assertThat(e.result()).isSameAs(none));
  }

  @Test
  void theFourCasesTellTheirStatus() {
    assertThat(unanswered())
        .extracting(ModelResult::status)
        .containsExactly(
            ModelResult.Status.FAILED, ModelResult.Status.TIMED_OUT, ModelResult.Status.CANCELLED);
  }

  @Test
  void foldAsksTheFunctionOfTheCase() {
    ModelResult none = result().failed(FAILURE);

    assertThat(ANSWER.<String>fold(Answered::text, u -> "none")).isEqualTo("forty-two");
    assertThat(none.<String>fold(Answered::text, u -> u.failure().message())).isEqualTo("No room.");
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutNamesWhoseDeadlinePassed(TimedOut.Deadline deadline) {
    var late = result().timedOut(deadline, Duration.ofMillis(1_500));

    assertThat(late.deadline()).isEqualTo(deadline);
    assertThat(late.limit()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(late.failure().kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
    assertThat(late.failure().message())
        .contains("openai/gpt-x did not answer within 1.5 s")
        .containsIgnoringCase(deadline.name());
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledResultTellsTheReason(Cancelled.Reason reason) {
    var cancelled = result().cancelled(reason);

    assertThat(cancelled.reason()).isEqualTo(reason);
    assertThat(cancelled.failure().kind()).isEqualTo(FailureKind.CANCELLED);
    assertThat(cancelled.failure().retryable()).isFalse();
    assertThat(cancelled.failure().message())
        .startsWith("openai/gpt-x was called off: ")
        .contains(cancelled.failure().evidence());
  }

  @Test
  void toStringHoldsNoText() {
    var partial = result().elapsed(Duration.ofMillis(12)).partialText("forty");

    assertThat(ANSWER).hasToString("Answered[openai/gpt-x, 0 ms, text=9 chars, COMPLETE]");
    assertThat(partial.failed(FAILURE))
        .hasToString("Failed[openai/gpt-x, 12 ms, overloaded: No room. (529)]");
    assertThat(partial.timedOut(TimedOut.Deadline.BATCH, Duration.ofSeconds(3)))
        .hasToString("TimedOut[openai/gpt-x, 12 ms, BATCH limit 3 s]");
    assertThat(partial.timedOut(TimedOut.Deadline.BATCH, Duration.ofNanos(1_500)))
        .hasToString("TimedOut[openai/gpt-x, 12 ms, BATCH limit 0.0000015 s]");
    assertThat(partial.cancelled(Cancelled.Reason.CLOSED))
        .hasToString("Cancelled[openai/gpt-x, 12 ms, CLOSED]");
  }

  @Test
  void whoWasAskedAnsweredUnlessToldOtherwise() {
    assertThat(ANSWER.target()).isEqualTo(TARGET);
    assertThat(ANSWER.answeredBy()).isEqualTo(TARGET);
    assertThat(result().answeredBy(Facts.OTHER).answered("x").answeredBy()).isEqualTo(Facts.OTHER);
  }

  private static Stream<Unanswered> unanswered() {
    return Stream.of(
        result().failed(FAILURE),
        result().timedOut(TimedOut.Deadline.DISPATCH, Duration.ofSeconds(1)),
        result().cancelled(Cancelled.Reason.CALLER));
  }
}
