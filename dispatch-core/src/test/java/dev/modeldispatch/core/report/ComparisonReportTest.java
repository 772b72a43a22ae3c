package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.BatchResult.Status;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonReportTest {
  private static final Failure LIMITED =
      Failure.builder(FailureKind.RATE_LIMITED, "a/b asks to slow down.")
          .hint("Wait 20 s.")
          .detail("remote words")
          .build();

  @Test
  void answerAndTimeoutReadAsAgreed() {
    var batch =
        batch(
            Status.COMPLETE,
            result("p1/m1", 1234).answered("blue"),
            result("p2/m2", 30_000).timedOut(TimedOut.Deadline.DISPATCH, Duration.ofSeconds(30)));

    assertThat(ComparisonReport.text(batch))
        .isEqualTo(
            """
            === batch-dispatch to 2 models ===
            Models: p1/m1, p2/m2

            --- p1/m1 [OK] (1234ms) ---
            blue

            --- p2/m2 [TIMEOUT] (30000ms) ---
            Did not respond within 30s

            === batch-dispatch summary ===
            Success: 1/2 | Timeouts: 1 | Wall time: 30000ms\
            """);
  }

  @Test
  void everyCaseIsCountedAndTheMissingAreNamed() {
    var batch =
        batch(
            Status.PARTIAL,
            result("p/a", 1).answered("yes"),
            result("p/b", 2).failed(LIMITED),
            result("p/c", 3).timedOut(TimedOut.Deadline.BATCH, Duration.ofMillis(500)),
            result("p/d", 1234).cancelled(Cancelled.Reason.BATCH));

    assertThat(ComparisonReport.text(batch))
        .endsWith(
            """
            Success: 1/4 | Errors: 1 | Timeouts: 1 | Cancelled: 1 | Wall time: 30000ms
            Missing: p/b (rate_limited), p/c (deadline_exceeded), p/d (cancelled)\
            """);
  }

  @Test
  void errorShowsKindMessageAndHintButNoRemoteText() {
    assertThat(only(result("p/b", 2).failed(LIMITED)))
        .contains(
            """
            --- p/b [ERROR] (2ms) ---
            rate_limited: a/b asks to slow down.
            Hint: Wait 20 s.

            ===\
            """)
        .doesNotContain("remote words");
  }

  @Test
  void errorWithoutAHintHasNoHintLine() {
    var failure = Failure.builder(FailureKind.UNKNOWN, "Something else.").build();

    assertThat(only(result("p/b", 2).failed(failure)))
        .contains("(2ms) ---\nunknown: Something else.\n\n===");
  }

  @Test
  void batchDeadlineIsNamed() {
    var late = result("p/b", 500).timedOut(TimedOut.Deadline.BATCH, Duration.ofMillis(500));

    assertThat(only(late))
        .contains("(500ms) ---\nDid not respond within 0.5s (the batch's deadline)\n");
  }

  @ParameterizedTest
  @CsvSource({"340, 340ms", "999, 999ms", "1000, 1.0s", "1234, 1.2s", "61000, 61.0s"})
  void cancelledTellsAfterHowLong(long millis, String shown) {
    assertThat(only(result("p/b", millis).cancelled(Cancelled.Reason.CALLER)))
        .contains("--- p/b [CANCELLED] (" + millis + "ms) ---\nCancelled after " + shown + "\n\n");
  }

  @Test
  void answerWithoutAnEndMarkSaysSo() {
    var answer = result("p/b", 7).answered("hm", Answered.Completeness.UNVERIFIED);

    assertThat(only(answer)).contains("--- p/b [OK, unverified] (7ms) ---\nhm\n");
  }

  @Test
  void whoReallyAnsweredIsNamed() {
    var answer = result("p/b", 7).answeredBy(ModelTarget.of("q", "c")).answered("hm");

    assertThat(only(answer)).contains("--- p/b [OK] (7ms) via q/c ---\nhm\n");
  }

  @Test
  void longAnswerIsCutAndSaysSo() {
    assertThat(only(result("p/b", 7).answered("x".repeat(50_001))))
        .contains("---\n" + "x".repeat(50_000) + "\n[truncated from 50001 chars]\n\n===");
    assertThat(only(result("p/b", 7).answered("x".repeat(50_000)))).doesNotContain("truncated");
  }

  @Test
  void structuredAnswerIsNeverCut() {
    var batch = batch(Status.COMPLETE, result("p/b", 7).answered("7".repeat(50_001)));

    assertThat(ComparisonReport.text(batch, List.of("structured-json")))
        .contains("---\n" + "7".repeat(50_001) + "\n\n===");
  }

  @Test
  void modsFollowTheCount() {
    var batch = batch(Status.COMPLETE, result("p/b", 7).answered("x"));

    assertThat(ComparisonReport.text(batch, List.of("custom-system", "timeout-0.5s")))
        .startsWith("=== batch-dispatch to 1 models [custom-system, timeout-0.5s] ===\n");
  }

  @Test
  void modThatCouldForgeALineIsRefused() {
    var batch = batch(Status.COMPLETE, result("p/b", 7).answered("x"));

    assertThatThrownBy(() -> ComparisonReport.text(batch, List.of("a] ===\n--- p/x", "B")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mods: 2 problems: 'a] ===\\u000a--- p/x' is not a mod; use")
        .hasMessageContaining("'B' is not a mod");
  }

  @Test
  void unmetConditionWithoutAFailureMissesNobody() {
    var batch = batch(Status.PARTIAL, result("p/b", 7).answered("x"));

    assertThat(ComparisonReport.text(batch)).endsWith("Success: 1/1 | Wall time: 30000ms");
  }

  @Test
  void figuresIgnoreTheHostsLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(only(result("p/b", 1234).cancelled(Cancelled.Reason.CALLER)))
          .contains("(1234ms) ---\nCancelled after 1.2s\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String only(ModelResult result) {
    return ComparisonReport.text(batch(Status.COMPLETE, result));
  }

  private static BatchResult batch(Status status, ModelResult... results) {
    return BatchResult.of(List.of(results), status, Duration.ofSeconds(30));
  }

  private static ResultBuilder result(String target, long millis) {
    return ModelResult.builder(ModelTarget.parse(target)).elapsed(Duration.ofMillis(millis));
  }
}
