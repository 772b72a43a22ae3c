package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {
  private static final long MINUTE = 60_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10, 19, 60, 61, 500, 9_999})
  void greedyTakersGetThatManyInEveryMinuteAndNeverMore(int perMinute) {
    var bucket = Bucket.perMinute(perMinute, 0);
    var taken = new ArrayDeque<Long>();
    long now = 0;
    int most = 0;

    for (int i = 0; i < 3 * perMinute + 3; i++) {
      now += bucket.waitFor(1, now);
      bucket.take(1, now);
      taken.add(now);
      while (taken.peekFirst() <= now - MINUTE) {
        taken.removeFirst();
      }
      most = Math.max(most, taken.size());
    }

    assertThat(most).isEqualTo(perMinute);
  }

  @Test
  void waitIsExactToTheNanosecond() {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var bucket = Bucket.perMinute(1 + random.nextInt(1_000_000), 0);
      long now = random.nextInt(1_000);
      bucket.take(bucket.takeable(random.nextInt(100_000)), now);
      long wait = bucket.waitFor(1, now);

      assertThat(wait == 0 || bucket.waitFor(1, now + wait - 1) == 1).isTrue();
      assertThat(bucket.waitFor(1, now + wait)).isZero();
    }
  }

  @Test
  void manySmallStepsAddUpToOneLargeOne() {
    var stepped = Bucket.perMinute(7, 0);
    var jumped = Bucket.perMinute(7, 0);
    stepped.take(7, 0);
    jumped.take(7, 0);

    for (long now = 0; now < 40_000_000_000L; now += 12_345_679) {
      stepped.waitFor(1, now);
    }

    assertThat(stepped.waitFor(1, 40_000_000_000L)).isEqualTo(jumped.waitFor(1, 40_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 1_000, 1_000_000_000})
  void wrongNumbersCloseItForHardlyMoreThanAMinute(long perMinute) {
    var bucket = Bucket.perMinute(perMinute, 0);
    bucket.take(bucket.takeable(Long.MAX_VALUE), 0);
    bucket.give(-Long.MAX_VALUE, 0);
    bucket.give(-Long.MAX_VALUE, 0);

    long wait = bucket.waitFor(1, 0);

    assertThat(wait).isBetween(1L, 2 * MINUTE);
    bucket.give(Long.MAX_VALUE, 0);
    bucket.give(Long.MAX_VALUE, 0);
    assertThat(bucket.waitFor(bucket.burst(), 0)).isZero();
    assertThat(bucket.waitFor(bucket.burst(), Long.MAX_VALUE / 2)).isZero();
  }
}
