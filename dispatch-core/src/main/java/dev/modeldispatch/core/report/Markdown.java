package dev.modeldispatch.core.report;

/**
 * Puts foreign text into Markdown so that it stays text.
 *
 * <p>What stands in a line is written so that no character has a meaning; what stands in lines of
 * its own goes into a fence that is longer than any run of backticks inside.
 */
final class Markdown {
  private static final String MEANT = "\\`*[]<>|~&$#!";

  private Markdown() {}

  /** Returns the text as part of a line. */
  static String inline(String text) {
    String visible = SafeText.visible(text).replace("\n", "\\u000a").replace("\t", "\\u0009");
    var out = new StringBuilder(visible.length());
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      if (MEANT.indexOf(c) >= 0 || (c == '_' && !isInsideAWord(visible, i))) {
        out.append("&#").append((int) c).append(';');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isInsideAWord(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at + 1));
  }

  /** Returns the text, which has no carriage return, as lines inside a fence. */
  static String fenced(String visible) {
    String fence = "`".repeat(Math.max(3, longestRun(visible) + 1));
    return fence + "text\n" + visible + "\n" + fence;
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
