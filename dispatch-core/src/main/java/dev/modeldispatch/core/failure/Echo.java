package dev.modeldispatch.core.failure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells whether a text repeats a piece of what was sent, in time linear in both. */
final class Echo {
  /** So many characters in a row are no coincidence. */
  static final int LENGTH = 16;

  /** A sent text below this is too common a piece to prove anything. */
  private static final int MIN_SHORT = 4;

  private Echo() {}

  /** Whether the text shares 16 characters in a row with one of the sent texts. */
  static boolean of(String text, List<String> sent) {
    return sent.stream().anyMatch(s -> of(text, s, LENGTH));
  }

  /**
   * Whether the text shares so many characters in a row with the sent text, or holds it whole if it
   * is shorter. Pieces are compared by hash: a rare collision hides a message, which does no harm.
   */
  static boolean of(String text, String sent, int length) {
    if (sent.length() < length) {
      return sent.length() >= MIN_SHORT && text.contains(sent);
    }
    Set<Integer> pieces = new HashSet<>();
    forEachPiece(
        text,
        length,
        hash -> {
          pieces.add(hash);
          return true;
        });
    return !pieces.isEmpty() && forEachPiece(sent, length, hash -> !pieces.contains(hash));
  }

  /** Passes the rolling hash of each piece until the visitor returns false; whether it did. */
  private static boolean forEachPiece(String text, int length, Visitor visitor) {
    int leading = leading(length);
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i >= length) {
        hash -= leading * text.charAt(i - length);
      }
      hash = hash * 31 + text.charAt(i);
      if (i >= length - 1 && !visitor.goOn(hash)) {
        return true;
      }
    }
    return false;
  }

  private static int leading(int length) {
    int power = 1;
    for (int i = 1; i < length; i++) {
      power *= 31;
    }
    return power;
  }

  /** Sees one hash. */
  private interface Visitor {
    boolean goOn(int hash);
  }
}
