package dev.modeldispatch.core.internal;

/** A text as a Mermaid label: all but letters, digits and a few marks as character codes. */
public final class MermaidLabel {
  private static final String PLAIN = " .,-_/()+";

  private MermaidLabel() {}

  /** Returns the label, which cannot end its quotes. */
  public static String of(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                out.appendCodePoint(c);
              } else {
                out.append('#').append(c).append(';');
              }
            });
    return out.toString();
  }
}
