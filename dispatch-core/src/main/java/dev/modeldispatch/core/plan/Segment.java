package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What one name of a path may be.
 *
 * @param text the pattern
 * @param letters what may stand where
 */
record Segment(String text, List<Letter> letters) {
  /** Any number of names. */
  static final Segment ANY_DEPTH = new Segment("**", List.of());

  private static final Letter STAR = new Letter(new BitSet(), true, true);
  private static final Letter ANY = new Letter(new BitSet(), true, false);

  /**
   * What may stand at one place.
   *
   * @param chars the characters
   * @param isNegated whether all but those are meant
   * @param isStar whether any number of any characters may
   */
  record Letter(BitSet chars, boolean isNegated, boolean isStar) {
    boolean meets(Letter other) {
      if (isNegated && other.isNegated) {
        return true; // one that leaves no character at all is taken for less than it says
      }
      if (isNegated) {
        return other.meets(this);
      }
      var common = (BitSet) chars.clone();
      if (other.isNegated) {
        common.andNot(other.chars);
      } else {
        common.and(other.chars);
      }
      return !common.isEmpty();
    }
  }

  static Segment of(String text) {
    List<Letter> letters = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int close = text.charAt(at) == '[' ? text.indexOf(']', classStart(text, at) + 1) : -1;
      if (close > 0) {
        letters.add(classOf(text, classStart(text, at), close));
        at = close + 1;
      } else {
        letters.add(letter(text.charAt(at++)));
      }
    }
    return new Segment(text, letters);
  }

  private static Letter letter(char c) {
    if (c == '*') {
      return STAR;
    }
    if (c == '?') {
      return ANY;
    }
    var chars = new BitSet();
    chars.set(c);
    return new Letter(chars, false, false);
  }

  /** Returns where the members of a class begin; the first of them is one even if it closes. */
  private static int classStart(String text, int open) {
    boolean negated = open + 1 < text.length() && "!^".indexOf(text.charAt(open + 1)) >= 0;
    return negated ? open + 2 : open + 1;
  }

  private static Letter classOf(String text, int start, int close) {
    var chars = new BitSet();
    int at = start;
    while (at < close) {
      boolean isRange = at + 2 < close && text.charAt(at + 1) == '-';
      char last = isRange ? text.charAt(at + 2) : text.charAt(at);
      if (text.charAt(at) <= last) {
        chars.set(text.charAt(at), last + 1);
      }
      at += isRange ? 3 : 1;
    }
    return new Letter(chars, "!^".indexOf(text.charAt(start - 1)) >= 0, false);
  }

  boolean isAnyDepth() {
    return letters.isEmpty() && text.equals(ANY_DEPTH.text);
  }

  /** Whether the segment is one name alone. */
  boolean isLiteral() {
    return !isAnyDepth() && text.chars().noneMatch(c -> "*?[".indexOf(c) >= 0);
  }

  /** Whether there is a name that both may be. */
  boolean meets(Segment other) {
    return (isLiteral() && other.isLiteral())
        ? text.equals(other.text)
        : Glob.canMeet(letters, other.letters, Letter::isStar, Letter::meets);
  }
}
