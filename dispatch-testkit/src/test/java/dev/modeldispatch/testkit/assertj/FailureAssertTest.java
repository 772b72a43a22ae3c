package dev.modeldispatch.testkit.assertj;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureAssertTest {
  private static final Failure LIMITED =
      Failure.builder(FailureKind.RATE_LIMITED, "The provider asks to slow down.")
          .evidence("429 + header")
          .hint("Wait.")
          .httpStatus(429)
          .retryAfter(Duration.ofSeconds(7))
          .detail("slow down, you")
          .build();
  private static final Failure OURS =
      Failure.builder(FailureKind.AUTH_MISSING, "No key; canary.").build();

  static Stream<Case> cases() {
    return Stream.of(
        Case.of(
            "hasKind",
            () -> assertThat(LIMITED).hasKind(FailureKind.RATE_LIMITED),
            () -> assertThat(LIMITED).hasKind(FailureKind.STALLED),
            "Expecting kind stalled:",
            "rate_limited: The provider asks to slow down. (429 + header) Wait."),
        Case.of(
            "hasHttpStatus",
            () -> assertThat(LIMITED).hasHttpStatus(429),
            () -> assertThat(LIMITED).hasHttpStatus(503),
            "Expecting HTTP status 503 but it is 429"),
        Case.of(
            "isRetryable",
            () -> assertThat(LIMITED).isRetryable(),
            () -> assertThat(LIMITED.toBuilder().retryable(false).build()).isRetryable(),
            "Expecting a failure that another try may mend"),
        Case.of(
            "isNotRetryable",
            () -> assertThat(OURS).isNotRetryable(),
            () -> assertThat(LIMITED).isNotRetryable(),
            "Expecting a failure that no other try mends"),
        Case.of(
            "asksToWait",
            () -> assertThat(LIMITED).asksToWait(Duration.ofSeconds(7)),
            () -> assertThat(LIMITED).asksToWait(Duration.ofSeconds(8)),
            "Expecting the wish to wait PT8S but it is PT7S"),
        Case.of(
            "hasMessageContaining",
            () -> assertThat(LIMITED).hasMessageContaining("slow down"),
            () -> assertThat(LIMITED).hasMessageContaining("hurry"),
            "Expecting 'hurry' in the message"),
        Case.of(
            "hasEvidenceContaining",
            () -> assertThat(LIMITED).hasEvidenceContaining("header"),
            () -> assertThat(LIMITED).hasEvidenceContaining("body"),
            "Expecting 'body' in the evidence"),
        Case.of(
            "hasDetailContaining",
            () -> assertThat(LIMITED).hasDetailContaining("you"),
            () -> assertThat(LIMITED).hasDetailContaining("me"),
            "Expecting 'me' in the detail, which is slow down, you"),
        Case.of(
            "doesNotMention",
            () -> assertThat(LIMITED).doesNotMention("canary"),
            () -> assertThat(OURS).doesNotMention("canary"),
            "kind auth_missing without the secret",
            "Keep prompts, answers and keys out of failures."));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itSaysWhatIsThere(Case one) throws Exception {
    one.check();
  }

  @Test
  void eachAssertionIsShownToFail() {
    Case.assertAllOf(FailureAssert.class, cases());
  }
}
