package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.modeldispatch.Usage.Certainty;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void plusAddsEveryCount() {
    var sum = usage(1).plus(usage(10));

    assertThat(sum)
        .isEqualTo(
            new Usage(11, 22, 33, 44, 55, Certainty.EXACT, Optional.of(new BigDecimal("0.11"))));
    assertThat(sum.totalTokens()).isEqualTo(33);
  }

  @Test
  void nothingAddsNothing() {
    assertThat(Usage.none().plus(usage(1))).isEqualTo(usage(1));
    assertThat(usage(1).plus(Usage.none())).isEqualTo(usage(1));
    assertThat(Usage.none().plus(Usage.unknown())).isEqualTo(Usage.unknown());
    assertThat(Usage.none().plus(Usage.none()).certainty()).isEqualTo(Certainty.EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "EXACT, EXACT, EXACT",
    "EXACT, AT_LEAST, AT_LEAST",
    "EXACT, UNKNOWN, AT_LEAST",
    "AT_LEAST, AT_LEAST, AT_LEAST",
    "AT_LEAST, UNKNOWN, AT_LEAST",
    "UNKNOWN, UNKNOWN, UNKNOWN"
  })
  void aSumIsExactOnlyIfBothAre(Certainty one, Certainty two, Certainty sum) {
    assertThat(usage(1).with(one).plus(usage(1).with(two)).certainty()).isEqualTo(sum);
    assertThat(usage(1).with(two).plus(usage(1).with(one)).certainty()).isEqualTo(sum);
  }

  @Test
  void aCostThatOneReportsIsKept() {
    var sum = Usage.exact(1, 1).plus(usage(1));

    assertThat(sum.costUsd()).contains(new BigDecimal("0.01"));
    assertThat(Usage.exact(1, 1).plus(Usage.exact(1, 1)).costUsd()).isEmpty();
  }

  @Test
  void countsStopAtTheLargestNumber() {
    var huge = Usage.exact(Long.MAX_VALUE, 1);

    assertThat(huge.totalTokens()).isEqualTo(Long.MAX_VALUE);
    assertThat(huge.plus(huge).inputTokens()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void negativeCountsAreRefused(int place) {
    long[] c = new long[5];
    c[place] = -1;

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Usage(c[0], c[1], c[2], c[3], c[4], Certainty.EXACT, Optional.empty()))
        .withMessage("usage: token counts must not be negative");
  }

  private static Usage usage(long n) {
    var cost = Optional.of(BigDecimal.valueOf(n, 2));
    return new Usage(n, 2 * n, 3 * n, 4 * n, 5 * n, Certainty.EXACT, cost);
  }
}
