package dev.modeldispatch.core.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What two texts share, word by word.
 *
 * <p>Words that both sides have exactly once, in the longest order that both have, are anchors, or
 * rows of three words if there are no such words; between anchors the same again, and what is short
 * is compared in full. So two long texts that have nothing in common cost no more than two that are
 * alike, and a diff may miss a repeated word.
 */
final class WordDiff {
  private static final int MAX_DEPTH = 12;
  private static final int MAX_CELLS = 40_000;

  /** Who has a piece. */
  enum Side {
    BOTH,
    LEFT,
    RIGHT
  }

  /** A piece of text, with the blanks that follow its words. */
  record Piece(Side side, String text) {}

  private final List<String> left;
  private final List<String> right;
  private final int[] a;
  private final int[] b;
  private final int[] threesOfA;
  private final int[] threesOfB;
  private final int[] partner;

  private WordDiff(List<String> left, List<String> right) {
    this.left = left;
    this.right = right;
    Map<String, Integer> ids = new HashMap<>();
    a = ids(left, ids);
    b = ids(right, ids);
    Map<List<Integer>, Integer> threes = new HashMap<>();
    threesOfA = threes(a, threes);
    threesOfB = threes(b, threes);
    partner = new int[a.length];
    Arrays.fill(partner, -1);
  }

  /** Returns the pieces in order; of what both have, the right one's blanks. */
  static List<Piece> of(String left, String right) {
    var diff = new WordDiff(Words.of(left), Words.of(right));
    diff.match(0, diff.a.length, 0, diff.b.length, 0);
    return diff.pieces();
  }

  /** Returns how much of both texts is the same, in percent; 100 only if all is. */
  static int same(List<Piece> pieces) {
    long both = pieces.stream().filter(p -> p.side() == Side.BOTH).mapToLong(WordDiff::size).sum();
    long one = pieces.stream().filter(p -> p.side() != Side.BOTH).mapToLong(WordDiff::size).sum();
    return one == 0 ? 100 : (int) Math.min(99, 200 * both / (2 * both + one));
  }

  private static long size(Piece piece) {
    return piece.text().length();
  }

  private static int[] ids(List<String> words, Map<String, Integer> ids) {
    return words.stream()
        .mapToInt(word -> ids.computeIfAbsent(word.strip(), w -> ids.size()))
        .toArray();
  }

  /**
   * Numbers each word together with the next two, so that words that are everywhere tell a place.
   */
  private static int[] threes(int[] words, Map<List<Integer>, Integer> ids) {
    return IntStream.range(0, Math.max(0, words.length - 2))
        .map(
            i ->
                ids.computeIfAbsent(List.of(words[i], words[i + 1], words[i + 2]), w -> ids.size()))
        .toArray();
  }

  private void match(int aFrom, int aTo, int bFrom, int bTo, int depth) {
    int i = aFrom;
    int j = bFrom;
    int iEnd = aTo;
    int jEnd = bTo;
    while (i < iEnd && j < jEnd && a[i] == b[j]) {
      partner[i++] = j++;
    }
    while (i < iEnd && j < jEnd && a[iEnd - 1] == b[jEnd - 1]) {
      partner[--iEnd] = --jEnd;
    }
    if (i == iEnd || j == jEnd) {
      return;
    }
    if ((long) (iEnd - i) * (jEnd - j) <= MAX_CELLS) {
      matchInFull(i, iEnd, j, jEnd);
    } else if (depth < MAX_DEPTH) {
      List<int[]> anchors = anchors(i, iEnd, j, jEnd);
      for (int[] anchor : anchors) {
        partner[anchor[0]] = anchor[1];
        match(i, anchor[0], j, anchor[1], depth + 1);
        i = anchor[0] + 1;
        j = anchor[1] + 1;
      }
      if (!anchors.isEmpty()) {
        match(i, iEnd, j, jEnd, depth + 1);
      }
    }
  }

  private List<int[]> anchors(int aFrom, int aTo, int bFrom, int bTo) {
    List<int[]> words = Anchors.between(a, aFrom, aTo, b, bFrom, bTo);
    return words.isEmpty()
        ? Anchors.between(
            threesOfA, aFrom, Math.max(aFrom, aTo - 2), threesOfB, bFrom, Math.max(bFrom, bTo - 2))
        : words;
  }

  private void matchInFull(int aFrom, int aTo, int bFrom, int bTo) {
    int[][] longest = new int[aTo - aFrom + 1][bTo - bFrom + 1];
    for (int i = aTo - aFrom - 1; i >= 0; i--) {
      for (int j = bTo - bFrom - 1; j >= 0; j--) {
        longest[i][j] =
            a[aFrom + i] == b[bFrom + j]
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (longest[i][j] > 0) {
      if (a[aFrom + i] == b[bFrom + j]) {
        partner[aFrom + i++] = bFrom + j++;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  private List<Piece> pieces() {
    var out = new Pieces();
    int j = 0;
    for (int i = 0; i < a.length; i++) {
      if (partner[i] < 0) {
        out.add(Side.LEFT, left.get(i));
        continue;
      }
      while (j < partner[i]) {
        out.add(Side.RIGHT, right.get(j++));
      }
      out.add(Side.BOTH, right.get(j++));
    }
    while (j < b.length) {
      out.add(Side.RIGHT, right.get(j++));
    }
    return out.flush();
  }

  /** Joins what follows each other on the same side. */
  private static final class Pieces {
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Side side = Side.BOTH;

    void add(Side whose, String word) {
      if (whose != side) {
        flush();
        side = whose;
      }
      text.append(word);
    }

    List<Piece> flush() {
      if (!text.isEmpty()) {
        pieces.add(new Piece(side, text.toString()));
        text.setLength(0);
      }
      return pieces;
    }
  }
}
