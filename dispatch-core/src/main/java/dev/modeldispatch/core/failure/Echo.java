package dev.modeldispatch.core.failure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells whether a text repeats a piece of what was sent, in time linear in both. */
final class Echo {
  /** So many characters in a row are no coincidence. */
  private static final int LENGTH = 16;

  /** A sent text below this is too common a piece to prove anything. */
  private static final int MIN_SHORT = 4;

  private static final int LEADING = leading();

  private Echo() {}

  /**
   * Whether the text shares 16 characters in a row with one of the sent texts, or holds a shorter
   * one whole. Pieces are compared by hash: a rare collision hides a message, which does no harm.
   */
  static boolean of(String text, List<String> sent) {
    Set<Integer> pieces = new HashSet<>();
    forEachPiece(
        text,
        hash -> {
          pieces.add(hash);
          return true;
        });
    return sent.stream()
        .anyMatch(
            s ->
                s.length() < LENGTH
                    ? s.length() >= MIN_SHORT && text.contains(s)
                    : forEachPiece(s, hash -> !pieces.contains(hash)));
  }

  /** Passes the rolling hash of each piece until the visitor returns false; whether it did. */
  private static boolean forEachPiece(String text, Visitor visitor) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i >= LENGTH) {
        hash -= LEADING * text.charAt(i - LENGTH);
      }
      hash = hash * 31 + text.charAt(i);
      if (i >= LENGTH - 1 && !visitor.goOn(hash)) {
        return true;
      }
    }
    return false;
  }

  private static int leading() {
    int power = 1;
    for (int i = 1; i < LENGTH; i++) {
      power *= 31;
    }
    return power;
  }

  /** Sees one hash. */
  private interface Visitor {
    boolean goOn(int hash);
  }
}
