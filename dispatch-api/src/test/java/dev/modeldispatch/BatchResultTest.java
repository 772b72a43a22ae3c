package dev.modeldispatch;

import static dev.modeldispatch.BatchResult.Status.COMPLETE;
import static dev.modeldispatch.BatchResult.Status.FAILED;
import static dev.modeldispatch.BatchResult.Status.PARTIAL;
import static dev.modeldispatch.Facts.answer;
import static dev.modeldispatch.Facts.failed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchResultTest {
  private static final List<ModelResult> MIXED =
      List.of(answer("a/1"), failed("a/2"), answer("a/1"));

  @ParameterizedTest
  @EnumSource(names = {"PARTIAL", "FAILED"})
  void aConditionThatWasNotMetIsPartialOrFailedByTheResults(BatchResult.Status given) {
    assertThat(BatchResult.of(MIXED, given, Duration.ZERO).status()).isEqualTo(PARTIAL);
    assertThat(BatchResult.of(List.of(failed("a/1")), given, Duration.ZERO).status())
        .isEqualTo(FAILED);
    assertThat(BatchResult.of(List.of(), given, Duration.ZERO).status()).isEqualTo(FAILED);
  }

  @Test
  void aConditionThatWasMetIsCompleteWhateverFailed() {
    assertThat(BatchResult.of(MIXED, COMPLETE, Duration.ZERO).status()).isEqualTo(COMPLETE);
    assertThat(BatchResult.of(List.of(failed("a/1")), COMPLETE, Duration.ZERO).status())
        .isEqualTo(COMPLETE);
  }

  @Test
  void answersAndFailuresKeepTheOrder() {
    var batch = BatchResult.of(MIXED, PARTIAL, Duration.ofMillis(7));

    assertThat(batch.results()).isEqualTo(MIXED);
    assertThat(List.<ModelResult>copyOf(batch.answers()))
        .containsExactly(MIXED.get(0), MIXED.get(2));
    assertThat(List.<ModelResult>copyOf(batch.failures())).containsExactly(MIXED.get(1));
    assertThat(batch.elapsed()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void usageCountsLosersToo() {
    var winner = Facts.result().usage(Usage.exact(5, 6)).answered("yes");
    var loser = Facts.result().usage(Usage.exact(1, 1)).cancelled(Cancelled.Reason.COMPLETION_MET);

    var batch = BatchResult.of(List.of(winner, loser), COMPLETE, Duration.ZERO);

    assertThat(batch.usage()).isEqualTo(Usage.exact(6, 7));
  }

  @Test
  void theResultsAreCopied() {
    var results = new ArrayList<>(MIXED);
    var batch = BatchResult.of(results, PARTIAL, Duration.ZERO);

    results.clear();

    assertThat(batch.results()).hasSize(3);
  }

  @Test
  void toStringCounts() {
    assertThat(BatchResult.of(MIXED, PARTIAL, Duration.ofMillis(7)))
        .hasToString("BatchResult[PARTIAL, 2 of 3 answered, 7 ms]");
  }
}
