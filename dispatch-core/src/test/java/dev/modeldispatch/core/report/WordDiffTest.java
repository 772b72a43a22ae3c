package dev.modeldispatch.core.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.report.WordDiff.Piece;
import dev.modeldispatch.core.report.WordDiff.Side;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WordDiffTest {
  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the sky is blue | the sea is blue | the [-sky -]{+sea +}is blue",
        "a b c | a b c | a b c",
        "a | '' | [-a-]",
        "'' | a | {+a+}",
        "x=1; | x=2; | x=[-1-]{+2+};",
        "青い空 | 青い海 | 青い[-空-]{+海+}",
        "a b | c a b | {+c +}a b",
      })
  void wordsThatBothHaveAreFound(String left, String right, String expected) {
    assertThat(shown(WordDiff.of(left, right))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothTextsCanBeReadBack(long seed) {
    var random = new Random(seed);
    String left = text(random, 1 + random.nextInt(600));
    String right = random.nextBoolean() ? text(random, 400) : changed(random, left);

    List<Piece> pieces = WordDiff.of(left, right);

    assertThat(side(pieces, Side.RIGHT)).isEqualTo(right);
    assertThat(words(side(pieces, Side.LEFT))).isEqualTo(words(left));
  }

  @Test
  void oneChangedWordInALongTextIsAllThatDiffers() {
    String left = text(new Random(1), 5_000);
    String right = left.substring(0, 9_000) + "NEW " + left.substring(9_000);

    long apart = WordDiff.of(left, right).stream().filter(p -> p.side() != Side.BOTH).count();

    assertThat(apart).isBetween(1L, 3L);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatLongTextsShareIsFound(long seed) {
    var random = new Random(seed);
    String left = text(random, 2_000);

    assertThat(WordDiff.same(WordDiff.of(left, changed(random, left)))).isGreaterThan(80);
  }

  @Test
  void nothingInCommonIsNoMoreWork() {
    List<Piece> pieces = WordDiff.of("a ".repeat(25_000), "b ".repeat(25_000));

    assertThat(pieces).extracting(Piece::side).containsExactly(Side.LEFT, Side.RIGHT);
    assertThat(WordDiff.same(pieces)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"a b, a b, 100", "a b, c d, 0", "aa bb, aa cc, 60"})
  void howMuchIsTheSameIsTold(String left, String right, int percent) {
    assertThat(WordDiff.same(WordDiff.of(left, right))).isEqualTo(percent);
  }

  private static String shown(List<Piece> pieces) {
    return pieces.stream()
        .map(
            piece ->
                switch (piece.side()) {
                  case BOTH -> piece.text();
                  case LEFT -> "[-" + piece.text() + "-]";
                  case RIGHT -> "{+" + piece.text() + "+}";
                })
        .collect(joining());
  }

  private static String side(List<Piece> pieces, Side side) {
    return pieces.stream()
        .filter(piece -> piece.side() == Side.BOTH || piece.side() == side)
        .map(Piece::text)
        .collect(joining());
  }

  private static List<String> words(String text) {
    return Words.of(text).stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private static String text(Random random, int words) {
    return random
        .ints(words, 0, 3_000)
        .mapToObj(n -> Integer.toString(n, 36) + (n % 11 == 0 ? ".\n" : " "))
        .collect(joining());
  }

  private static String changed(Random random, String text) {
    return Words.of(text).stream()
        .map(word -> random.nextInt(10) == 0 ? "new " : word)
        .collect(joining());
  }
}
