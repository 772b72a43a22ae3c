package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnchorsTest {
  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anchorsAreWordsOfBothOnceInTheLongestRow(long seed) {
    var random = new Random(seed);
    int kinds = 1 + random.nextInt(30);
    int[] a = random.ints(random.nextInt(25), 0, kinds).toArray();
    int[] b = random.ints(random.nextInt(25), 0, kinds).toArray();
    int aFrom = a.length / 5;
    int bFrom = b.length / 6;

    List<int[]> found = Anchors.between(a, aFrom, a.length, b, bFrom, b.length);

    assertThat(found).hasSize(longestRow(Arrays.copyOfRange(a, aFrom, a.length), b, bFrom));
    int i = -1;
    int j = -1;
    for (int[] pair : found) {
      assertThat(pair[0]).isGreaterThan(i).isBetween(aFrom, a.length - 1);
      assertThat(pair[1]).isGreaterThan(j).isBetween(bFrom, b.length - 1);
      assertThat(a[pair[0]]).isEqualTo(b[pair[1]]);
      i = pair[0];
      j = pair[1];
    }
  }

  /** The slow way: for each word, the longest row that ends with it. */
  private static int longestRow(int[] a, int[] b, int bFrom) {
    int[] rest = Arrays.copyOfRange(b, bFrom, b.length);
    List<Integer> places = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (int word : a) {
      if (times(word, a) == 1 && times(word, rest) == 1) {
        int place = place(word, rest);
        int longest = 0;
        for (int k = 0; k < places.size(); k++) {
          longest = places.get(k) < place ? Math.max(longest, rows.get(k)) : longest;
        }
        places.add(place);
        rows.add(longest + 1);
      }
    }
    return rows.stream().mapToInt(row -> row).max().orElse(0);
  }

  private static long times(int word, int[] words) {
    return Arrays.stream(words).filter(one -> one == word).count();
  }

  private static int place(int word, int[] words) {
    int place = 0;
    while (words[place] != word) {
      place++;
    }
    return place;
  }
}
