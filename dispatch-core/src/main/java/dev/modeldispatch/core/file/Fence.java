package dev.modeldispatch.core.file;

/** The code fence that models wrap around JSON. */
final class Fence {
  private static final String MARK = "```";

  private Fence() {}

  /** Returns the text without the one pair of fences around it, if there is one. */
  static String stripped(String text) {
    String whole = text.strip();
    int firstLine = whole.indexOf('\n');
    boolean fenced =
        firstLine >= MARK.length()
            && whole.startsWith(MARK)
            && whole.endsWith(MARK)
            && whole.length() - MARK.length() > firstLine
            && whole.indexOf('`', MARK.length()) > firstLine;
    return fenced ? whole.substring(firstLine + 1, whole.length() - MARK.length()) : text;
  }
}
