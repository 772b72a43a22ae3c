package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
  @ParameterizedTest
  @EnumSource
  void theKindDecidesWhetherAnotherTryMayHelp(FailureKind kind) {
    assertThat(Failure.builder(kind, "It failed.").build().retryable()).isEqualTo(kind.retryable());
  }

  @Test
  void aSingleFailureMayDecideOtherwise() {
    var failure = Failure.builder(FailureKind.RATE_LIMITED, "Slow.").retryable(false).build();

    assertThat(failure.retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void codesAreLowerCaseWords(FailureKind kind) {
    assertThat(kind.code()).matches("[a-z]+(_[a-z]+)*").isEqualToIgnoringCase(kind.name());
  }

  @Test
  void detailIsCutToThreeHundredCharacters() {
    assertThat(detail("d".repeat(300))).hasSize(300);
    assertThat(detail("d".repeat(301))).hasSize(300);
  }

  @Test
  void theCutSplitsNoSurrogatePair() {
    String pair = "\ud83d\ude00";

    assertThat(detail("d".repeat(299) + pair)).isEqualTo("d".repeat(299));
    assertThat(detail("d".repeat(298) + pair + "more")).isEqualTo("d".repeat(298) + pair);
  }

  @Test
  void aWaitTellsWhereItCameFrom() {
    var failure = Failure.builder(FailureKind.RATE_LIMITED, "Slow.");

    assertThat(failure.build().retryAfterSource()).isEmpty();
    assertThat(failure.retryAfter(Duration.ofSeconds(1)).build().retryAfterSource())
        .contains("retry-after");
    assertThat(failure.retryAfter(Duration.ofSeconds(1), "RetryInfo").build().retryAfterSource())
        .contains("RetryInfo");
  }

  @Test
  void anEmptyDetailIsNone() {
    var failure = Failure.builder(FailureKind.UNKNOWN, "It failed.").detail("").build();

    assertThat(failure.detail()).isEmpty();
  }

  @Test
  void toBuilderCopiesEverything() {
    var failure = full();

    assertThat(failure.toBuilder().build()).usingRecursiveComparison().isEqualTo(failure);
  }

  @Test
  void toBuilderLeavesTheFirstFailureAlone() {
    var failure = full();

    var changed = failure.toBuilder().hint("Ask again.").build();

    assertThat(failure.hint()).isEqualTo("Wait.");
    assertThat(changed.hint()).isEqualTo("Ask again.");
  }

  @Test
  void toStringHoldsOurWordsOnly() {
    assertThat(full()).hasToString("rate_limited: Too many requests. (429)");
    assertThat(Failure.builder(FailureKind.UNKNOWN, "Why?").build()).hasToString("unknown: Why?");
  }

  private static String detail(String text) {
    return Failure.builder(FailureKind.UNKNOWN, "It failed.")
        .detail(text)
        .build()
        .detail()
        .orElseThrow();
  }

  private static Failure full() {
    return Failure.builder(FailureKind.RATE_LIMITED, "Too many requests.")
        .hint("Wait.")
        .evidence("429")
        .httpStatus(429)
        .retryAfter(Duration.ofSeconds(3), "RetryInfo")
        .retryable(false)
        .detail("remote words")
        .build();
  }
}
