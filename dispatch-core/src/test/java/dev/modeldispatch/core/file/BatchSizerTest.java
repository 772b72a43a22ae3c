package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.usage.UsageLedger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BatchSizerTest {
  private static final Duration EXPECTED = Duration.ofSeconds(10);

  private final UsageLedger ledger = new UsageLedger();

  private BatchSizer adaptive(int limit) {
    return new BatchSizer(limit, Optional.of(EXPECTED), OptionalLong.of(1_000), ledger);
  }

  private void use(long tokens) {
    var result =
        ModelResult.builder(ModelTarget.parse("file/a"))
            .usage(Usage.exact(tokens, 0))
            .answered("x");
    ledger.add(Prompt.of("x"), result);
  }

  @Test
  void withoutAdaptationEveryBatchIsAsLargeAsItMayBe() {
    var sizer = new BatchSizer(1_000, Optional.empty(), OptionalLong.empty(), ledger);

    assertThat(sizer.next(2_500)).isEqualTo(1_000);
    sizer.ended(1_000, EXPECTED.multipliedBy(9));
    assertThat(sizer.next(1_500)).isEqualTo(1_000);
    assertThat(sizer.next(500)).isEqualTo(500);
  }

  @Test
  void itStartsAtFourAtMost() {
    assertThat(adaptive(9).next(30)).isEqualTo(4);
    assertThat(adaptive(3).next(30)).isEqualTo(3);
    assertThat(adaptive(9).next(2)).isEqualTo(2);
  }

  @Test
  void failuresMakeItSmallerDownToOneAndSuccessLargerUpToFour() {
    var sizer = adaptive(9);
    for (int expected : new int[] {4, 3, 2, 1, 1}) {
      assertThat(sizer.next(30)).isEqualTo(expected);
      sizer.ended(1, Duration.ZERO);
    }
    for (int expected : new int[] {1, 2, 3, 4, 4}) {
      assertThat(sizer.next(30)).isEqualTo(expected);
      sizer.ended(0, Duration.ZERO);
    }
  }

  @Test
  void twiceTheExpectedTimeIsBearableAndMoreIsNot() {
    var sizer = adaptive(4);
    sizer.next(30);
    sizer.ended(0, EXPECTED.multipliedBy(2));
    assertThat(sizer.next(30)).isEqualTo(4);

    sizer.ended(0, EXPECTED.multipliedBy(2).plusMillis(1));

    assertThat(sizer.next(30)).isEqualTo(3);
    assertThat(sizer.decisions().get(2).reason())
        .isEqualTo("one less: took 20001 ms, expected 10000");
  }

  @Test
  void theTokenBudgetMakesItCarefulAndThenStops() {
    var sizer = adaptive(4);
    use(800);
    assertThat(sizer.next(9)).isEqualTo(4);
    use(1);
    assertThat(sizer.next(9)).isEqualTo(1);
    use(148);
    assertThat(sizer.next(9)).isEqualTo(1);
    use(1);

    assertThat(sizer.next(9)).isZero();

    assertThat(sizer.decisions())
        .extracting(SizeDecision::reason)
        .containsExactly(
            "the start",
            "one at a time: 80 % of the token budget is used",
            "one at a time: 95 % of the token budget is used",
            "stop: 95 % of the token budget is used");
  }
}
