package dev.modeldispatch.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds what somebody may have meant: by how few letters have to be changed. */
final class Nearest {
  private static final int MANY = 3;

  /** What a provider lists is a text from outside: only plain ids are shown. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@+-]{1,100}");

  private Nearest() {}

  /** Returns at most three of the ids, the nearest first, none that is altogether different. */
  static List<String> to(String meant, List<String> ids) {
    int most = Math.max(2, meant.length() / 2);
    return ids.stream()
        .filter(id -> PLAIN.matcher(id).matches() && Math.abs(id.length() - meant.length()) <= most)
        .distinct()
        .map(id -> Map.entry(id, distance(meant, id)))
        .filter(found -> found.getValue() <= most)
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .limit(MANY)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many letters have to be added, dropped or replaced. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
