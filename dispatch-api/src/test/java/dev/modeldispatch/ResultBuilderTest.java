package dev.modeldispatch;

import static dev.modeldispatch.Facts.FAILURE;
import static dev.modeldispatch.Facts.OTHER;
import static dev.modeldispatch.Facts.attempt;
import static dev.modeldispatch.Facts.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultBuilderTest {
  @Test
  void nothingIsKnownByDefault() {
    var failed = result().failed(FAILURE);

    assertThat(failed.elapsed()).isZero();
    assertThat(failed.timings()).isEqualTo(ModelResult.Timings.NONE);
    assertThat(failed.attempts()).isEmpty();
    assertThat(failed.usage()).isEqualTo(Usage.none());
    assertThat(failed.session()).isEmpty();
    assertThat(failed.notes()).isEmpty();
    assertThat(failed.partialText()).isEmpty();
    assertThat(failed.maybeProcessed()).isFalse();
  }

  @Test
  void usageIsTheSumOfTheAttempts() {
    var tries =
        List.of(
            attempt(1, Attempt.Sent.YES, Usage.exact(10, 1)),
            attempt(2, Attempt.Sent.MAYBE, Usage.unknown()));

    var failed = result().attempts(tries).failed(FAILURE);

    assertThat(failed.usage()).isEqualTo(Usage.exact(10, 1).with(Usage.Certainty.AT_LEAST));
    assertThat(failed.attempts()).isEqualTo(tries);
  }

  @ParameterizedTest
  @CsvSource({"NO, NO, false", "NO, MAYBE, true", "YES, NO, true", "MAYBE, MAYBE, true"})
  void oneAttemptThatMayHaveLeftIsEnough(Attempt.Sent one, Attempt.Sent two, boolean maybe) {
    var tries = List.of(attempt(1, one, Usage.none()), attempt(2, two, Usage.none()));

    assertThat(result().attempts(tries).failed(FAILURE).maybeProcessed()).isEqualTo(maybe);
  }

  @Test
  void withoutAttemptsTheyAreSaid() {
    var failed = result().usage(Usage.unknown()).maybeProcessed().failed(FAILURE);

    assertThat(failed.usage()).isEqualTo(Usage.unknown());
    assertThat(failed.maybeProcessed()).isTrue();
  }

  @Test
  void aBuilderThatGoesOnChangesNoResult() {
    var tries = new ArrayList<>(List.of(attempt(1, Attempt.Sent.YES, Usage.none())));
    var builder = result().attempts(tries).note("first");
    var failed = builder.failed(FAILURE);

    tries.clear();
    builder.note("second").partialText("late");

    assertThat(failed.attempts()).hasSize(1);
    assertThat(failed.notes()).containsExactly("first");
    assertThat(failed.partialText()).isEmpty();
  }

  @Test
  void anEmptyPartialTextIsNone() {
    assertThat(result().partialText("so far").failed(FAILURE).partialText()).contains("so far");
    assertThat(result().partialText("").failed(FAILURE).partialText()).isEmpty();
  }

  @Test
  void anUnansweredResultKeepsItsFactsInAnotherCase() {
    var timedOut = full().timedOut(TimedOut.Deadline.DISPATCH, Duration.ofSeconds(1));

    var cancelled = timedOut.toBuilder().cancelled(Cancelled.Reason.BATCH);

    assertThat(cancelled)
        .usingRecursiveComparison()
        .ignoringFields("reason", "failure", "deadline", "limit")
        .isEqualTo(timedOut);
    assertThat(cancelled.reason()).isEqualTo(Cancelled.Reason.BATCH);
  }

  @Test
  void everyFactReachesTheAnswer() {
    var answer = full().answered("x", Answered.Completeness.UNVERIFIED);

    assertThat(answer.answeredBy()).isEqualTo(OTHER);
    assertThat(answer.elapsed()).isEqualTo(Duration.ofMillis(9));
    assertThat(answer.timings().firstText()).contains(Duration.ofMillis(2));
    assertThat(answer.attempts()).hasSize(1);
    assertThat(answer.usage()).isEqualTo(Usage.exact(1, 2));
    assertThat(answer.session()).contains(Session.continued("ses_1"));
    assertThat(answer.notes()).containsExactly("cached");
    assertThat(answer.completeness()).isEqualTo(Answered.Completeness.UNVERIFIED);
  }

  private static ResultBuilder full() {
    return result()
        .answeredBy(OTHER)
        .elapsed(Duration.ofMillis(9))
        .timings(new ModelResult.Timings(Duration.ofMillis(1), Optional.of(Duration.ofMillis(2))))
        .attempts(List.of(attempt(1, Attempt.Sent.YES, Usage.exact(1, 2))))
        .session(Session.continued("ses_1"))
        .note("cached")
        .partialText("so far");
  }
}
