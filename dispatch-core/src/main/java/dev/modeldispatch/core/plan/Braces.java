package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.List;

/** Alternatives in a pattern, as in <code>src/{main,test}/a</code>. */
final class Braces {
  private Braces() {}

  /** Returns the text once per alternative of its first group; nothing if it has no group. */
  static List<String> alternatives(String text) {
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      List<Integer> marks = marks(text, open);
      if (!marks.isEmpty()) {
        return alternatives(text, marks);
      }
    }
    return List.of();
  }

  /** Returns where the group opens, its commas and where it closes; nothing if it never does. */
  private static List<Integer> marks(String text, int open) {
    List<Integer> marks = new ArrayList<>(List.of(open));
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0 || (depth == 1 && c == ',')) {
        marks.add(i);
      }
      if (depth == 0) {
        return marks;
      }
    }
    return List.of();
  }

  private static List<String> alternatives(String text, List<Integer> marks) {
    String before = text.substring(0, marks.get(0));
    String after = text.substring(marks.get(marks.size() - 1) + 1);
    List<String> all = new ArrayList<>();
    for (int i = 1; i < marks.size(); i++) {
      all.add(before + text.substring(marks.get(i - 1) + 1, marks.get(i)) + after);
    }
    return all;
  }
}
