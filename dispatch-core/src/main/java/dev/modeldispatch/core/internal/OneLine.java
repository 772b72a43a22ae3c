package dev.modeldispatch.core.internal;

import java.util.Set;

/** Foreign text, made fit for one line of a text of ours, which it cannot forge. */
public final class OneLine {
  /** Of surrogates only halves of a pair are seen as such. */
  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.UNASSIGNED,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE);

  private OneLine() {}

  /**
   * Returns the text in one line: with blanks for line breaks and tabs; what else moves a cursor,
   * turns the writing direction or cannot be seen is written as {@code \}{@code uXXXX}.
   */
  public static String of(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\r' || c == '\t') {
                out.append(' ');
              } else if (!HIDDEN.contains(Character.getType(c))) {
                out.appendCodePoint(c);
              } else if (Character.isBmpCodePoint(c)) {
                out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
              } else {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return out.toString();
  }
}
