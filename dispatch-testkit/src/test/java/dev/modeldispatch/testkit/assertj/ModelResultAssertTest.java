package dev.modeldispatch.testkit.assertj;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;
import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThatThrownBy;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelResultAssertTest {
  private static final ModelTarget A = ModelTarget.parse("openai/a");
  private static final ModelTarget B = ModelTarget.parse("openai/b");
  private static final Failure LIMITED =
      Failure.builder(FailureKind.RATE_LIMITED, "The provider asks to slow down.")
          .evidence("429")
          .hint("Wait.")
          .build();
  private static final ModelResult BLUE =
      ModelResult.builder(A)
          .answeredBy(B)
          .attempts(List.of(attempt(1, A, Optional.of(LIMITED)), attempt(2, B, Optional.empty())))
          .session(Session.continued("ses_1"))
          .answered("canary blue");
  private static final ModelResult UNVERIFIED =
      ModelResult.builder(A).answered("canary", Answered.Completeness.UNVERIFIED);
  private static final ModelResult REFUSED = ModelResult.builder(A).failed(LIMITED);
  private static final ModelResult LATE =
      ModelResult.builder(A)
          .maybeProcessed()
          .partialText("par")
          .timedOut(TimedOut.Deadline.DISPATCH, Duration.ofSeconds(2));
  private static final ModelResult CALLED_OFF =
      ModelResult.builder(A).cancelled(Cancelled.Reason.CALLER);

  private static Attempt attempt(int number, ModelTarget target, Optional<Failure> failure) {
    return new Attempt(
        number,
        target,
        Duration.ZERO,
        Duration.ofMillis(20),
        Attempt.Sent.YES,
        failure,
        Duration.ZERO,
        "",
        Usage.exact(1, 2));
  }

  static Stream<Case> cases() {
    return Stream.concat(ofAnswers(), ofOthers());
  }

  private static Stream<Case> ofAnswers() {
    return Stream.of(
        Case.of(
            "isAnswered",
            () -> assertThat(BLUE).isAnswered(),
            () -> assertThat(REFUSED).isAnswered(),
            "Expecting an answer:",
            "openai/a: failed with rate_limited",
            "The provider asks to slow down. (429) Wait.",
            "nothing was sent",
            "no attempts"),
        Case.of(
            "hasText",
            () -> assertThat(BLUE).hasText("canary blue"),
            () -> assertThat(ModelResult.builder(A).answered("red")).as("mine").hasText("blue"),
            "[mine: text of openai/a]",
            "blue",
            "red"),
        Case.of(
            "textSatisfies",
            () -> assertThat(BLUE).textSatisfies(text -> assertThat(text).endsWith("blue")),
            () -> assertThat(REFUSED).textSatisfies(text -> assertThat(text).isEmpty()),
            "Expecting an answer:"),
        Case.of(
            "isComplete",
            () -> assertThat(BLUE).isComplete(),
            () -> assertThat(UNVERIFIED).isComplete(),
            "Expecting a complete answer",
            "openai/a: answered (6 chars"),
        Case.of(
            "hasUsage",
            () -> assertThat(BLUE).hasUsage(2, 4),
            () -> assertThat(BLUE).hasUsage(1, 2),
            "Expecting usage",
            "inputTokens=1",
            "inputTokens=2",
            "the sum of all attempts"),
        Case.of(
            "hasTarget",
            () -> assertThat(BLUE).hasTarget("openai/a"),
            () -> assertThat(BLUE).hasTarget("openai/b"),
            "Expecting the result of openai/b",
            "not who answered"),
        Case.of(
            "wasAnsweredBy",
            () -> assertThat(BLUE).wasAnsweredBy("openai/b"),
            () -> assertThat(BLUE).wasAnsweredBy("openai/a"),
            "Expecting an answer of openai/a",
            "openai/a: answered by openai/b (11 chars, 2 tokens in, 4 out, EXACT)",
            "Look at the fallbacks"),
        Case.of(
            "hasAttempts",
            () -> assertThat(BLUE).hasAttempts(2),
            () -> assertThat(BLUE).hasAttempts(1),
            "Expecting 1 attempts but there are 2",
            "attempt 1 at openai/a, sent YES, rate_limited: The provider asks",
            "attempt 2 at openai/b, sent YES, without a failure"),
        Case.of(
            "hasSession",
            () -> assertThat(BLUE).hasSession(),
            () -> assertThat(REFUSED).hasSession(),
            "Expecting a conversation that goes on",
            "Session.kept()"));
  }

  private static Stream<Case> ofOthers() {
    return Stream.of(
        Case.of(
            "isUnanswered",
            () -> assertThat(REFUSED).isUnanswered(),
            () -> assertThat(BLUE).isUnanswered(),
            "Expecting no answer",
            "answered by openai/b"),
        Case.of(
            "failedWith",
            () -> assertThat(REFUSED).failedWith(FailureKind.RATE_LIMITED),
            () -> assertThat(REFUSED).failedWith(FailureKind.OVERLOADED),
            "Expecting a failure with overloaded",
            "failed with rate_limited"),
        Case.of(
            "failedWith",
            () -> assertThat(REFUSED).failedWith(FailureKind.RATE_LIMITED),
            () -> assertThat(LATE).failedWith(FailureKind.DEADLINE_EXCEEDED),
            "timed out (DISPATCH limit PT2S)"),
        Case.of(
            "failure",
            () -> assertThat(REFUSED).failure().hasKind(FailureKind.RATE_LIMITED),
            () -> assertThat(REFUSED).failure().hasKind(FailureKind.UNKNOWN),
            "[failure of openai/a]",
            "Expecting kind unknown"),
        Case.of(
            "timedOut",
            () -> assertThat(LATE).timedOut().timedOut(TimedOut.Deadline.DISPATCH),
            () -> assertThat(REFUSED).timedOut(),
            "Expecting a timeout",
            "Move the time"),
        Case.of(
            "timedOut",
            () -> assertThat(LATE).timedOut(TimedOut.Deadline.DISPATCH),
            () -> assertThat(LATE).timedOut(TimedOut.Deadline.BATCH),
            "Expecting the BATCH deadline to pass",
            "timed out (DISPATCH limit PT2S)"),
        Case.of(
            "isCancelled",
            () -> assertThat(CALLED_OFF).isCancelled(),
            () -> assertThat(LATE).isCancelled(),
            "Expecting a cancelled dispatch",
            "hangs()"),
        Case.of(
            "isCancelled",
            () -> assertThat(CALLED_OFF).isCancelled(Cancelled.Reason.CALLER),
            () -> assertThat(CALLED_OFF).isCancelled(Cancelled.Reason.BATCH),
            "cancelled for BATCH",
            "was cancelled (CALLER)"),
        Case.of(
            "maybeProcessed",
            () -> assertThat(LATE).maybeProcessed(),
            () -> assertThat(REFUSED).maybeProcessed(),
            "may have been processed",
            "nothing was sent"),
        Case.of(
            "nothingProcessed",
            () -> assertThat(REFUSED).nothingProcessed(),
            () -> assertThat(LATE).nothingProcessed(),
            "Expecting nothing to be processed",
            "maybe processed, 3 chars had come"),
        Case.of(
            "hasPartialText",
            () -> assertThat(LATE).hasPartialText("par"),
            () -> assertThat(LATE).hasPartialText("other"),
            "partial text of openai/a",
            "par",
            "other"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itSaysWhatIsThere(Case one) throws Exception {
    one.check();
  }

  @Test
  void eachAssertionIsShownToFail() {
    Case.assertAllOf(ModelResultAssert.class, cases());
  }

  @Test
  void softAssertionsAreAllMade() {
    var softly = new ModelSoftAssertions();
    softly.assertThat(REFUSED).isAnswered();
    softly.assertThat(BLUE).hasAttempts(3).isUnanswered();
    softly.assertThat(LIMITED).isNotRetryable();
    softly.assertThat("one of AssertJ's own").isNotEmpty();

    assertThatThrownBy(softly::assertAll)
        .hasMessageContainingAll(
            "an answer:", "3 attempts", "Expecting no answer", "no other try mends");
  }

  @Test
  void asInstanceOfLeadsHere() {
    Object something = BLUE;

    assertThat(something).asInstanceOf(ModelAssertions.MODEL_RESULT).isAnswered();
    assertThat((Object) LIMITED).asInstanceOf(ModelAssertions.FAILURE).isRetryable();
  }
}
