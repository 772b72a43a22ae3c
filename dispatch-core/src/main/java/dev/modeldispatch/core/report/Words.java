package dev.modeldispatch.core.report;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into words, each with the blanks that follow it, so that nothing is lost. */
final class Words {
  private Words() {}

  /** Returns the words; signs, and characters of scripts without blanks, are words of their own. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>(text.length() / 5 + 1);
    int start = 0;
    while (start < text.length()) {
      int end = start;
      int first = text.codePointAt(end);
      if (isLetter(first)) {
        while (end < text.length() && isLetter(text.codePointAt(end))) {
          end += Character.charCount(text.codePointAt(end));
        }
      } else if (!Character.isWhitespace(first)) {
        end += Character.charCount(first);
      }
      while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      words.add(text.substring(start, end));
      start = end;
    }
    return words;
  }

  private static boolean isLetter(int c) {
    return Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
  }
}
