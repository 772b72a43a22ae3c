package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileTextTest {
  @Test
  void equalSeedsGiveEqualTexts() {
    assertThat(texts(4)).isEqualTo(texts(4)).isNotEqualTo(texts(5));
  }

  @Test
  void everyKindOfTroubleComes() {
    String all = String.join("", texts(1));

    assertThat(all)
        .contains("--- ", "=== ", "[dispatch ", "```", "</pre>", "<script>", "\u202e", "\u0000");
    assertThat(all.chars().anyMatch(c -> Character.isSurrogate((char) c))).isTrue();
    assertThat(texts(1)).contains("");
  }

  @Test
  void slotsHaveDifferentTargets() {
    var random = new Random(3);

    assertThat(Stream.of(0, 1, 2, 3).map(slot -> HostileText.target(random, slot)))
        .doesNotHaveDuplicates();
  }

  private static List<String> texts(long seed) {
    var random = new Random(seed);
    return IntStream.range(0, 2_000).mapToObj(i -> HostileText.any(random)).toList();
  }
}
