package dev.modeldispatch.core.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words that two texts have exactly once each, in the longest order that both have. */
final class Anchors {
  private Anchors() {}

  /** Returns pairs of places, rising on both sides. */
  static List<int[]> between(int[] a, int aFrom, int aTo, int[] b, int bFrom, int bTo) {
    Map<Integer, Integer> inB = once(b, bFrom, bTo);
    Map<Integer, Integer> inA = once(a, aFrom, aTo);
    List<int[]> pairs = new ArrayList<>();
    for (int i = aFrom; i < aTo; i++) {
      int j = inB.getOrDefault(a[i], -1);
      if (j >= 0 && inA.getOrDefault(a[i], -1) == i) {
        pairs.add(new int[] {i, j});
      }
    }
    return rising(pairs);
  }

  /** Returns where each word is that is there once; -1 for the others. */
  private static Map<Integer, Integer> once(int[] words, int from, int to) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = from; i < to; i++) {
      places.merge(words[i], i, (earlier, now) -> -1);
    }
    return places;
  }

  /** The longest rising row by the second number, as patience sorting finds it. */
  private static List<int[]> rising(List<int[]> pairs) {
    int[] tops = new int[pairs.size()];
    int[] before = new int[pairs.size()];
    int[] ends = new int[pairs.size()];
    int piles = 0;
    for (int p = 0; p < pairs.size(); p++) {
      int found = Arrays.binarySearch(tops, 0, piles, pairs.get(p)[1]);
      int pile = found >= 0 ? found : -found - 1;
      tops[pile] = pairs.get(p)[1];
      ends[pile] = p;
      before[p] = pile == 0 ? -1 : ends[pile - 1];
      piles = Math.max(piles, pile + 1);
    }
    List<int[]> row = new ArrayList<>();
    for (int p = piles == 0 ? -1 : ends[piles - 1]; p >= 0; p = before[p]) {
      row.add(pairs.get(p));
    }
    Collections.reverse(row);
    return row;
  }
}
