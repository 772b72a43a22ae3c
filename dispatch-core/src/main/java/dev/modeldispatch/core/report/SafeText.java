package dev.modeldispatch.core.report;

import java.util.regex.Pattern;

/**
 * Makes a foreign text fit to stand in a report.
 *
 * <p>First every character that could move the cursor, break a line unseen or turn the writing
 * direction, and half of one, is written as {@code \}{@code uXXXX}; newline and tab stay. Then a
 * line that reads like one of the report's own gets one backslash in front. {@code unshielded}
 * takes exactly those backslashes off again.
 */
public final class SafeText {
  private static final String OWN = "\\\\*(?:--- |=== |\\[(?:batch-)?dispatch )";
  private static final int LINES = Pattern.MULTILINE | Pattern.UNIX_LINES;
  private static final Pattern OWN_LINE = Pattern.compile("^(?=" + OWN + ")", LINES);
  private static final Pattern SHIELDED_LINE = Pattern.compile("^\\\\(?=" + OWN + ")", LINES);

  private SafeText() {}

  /** Returns the text as a report shows it: controls visible, no line like the report's own. */
  public static String shown(String text) {
    return shielded(visible(text));
  }

  /**
   * Returns JSON as a report shows it, the same value still: a carriage return stands between its
   * tokens alone, where it becomes a newline.
   */
  public static String shownJson(String json) {
    return shown(json.replace("\r\n", "\n").replace('\r', '\n'));
  }

  /** Returns the text with its control characters written out; newline and tab stay. */
  public static String visible(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHidden(c) || isHalf(text, i)) {
        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Returns the text with a backslash before each line that reads like one of a report's. */
  static String shielded(String visible) {
    return OWN_LINE.matcher(visible).replaceAll("\\\\");
  }

  /** Returns the text that {@link #shielded} was given. */
  static String unshielded(String shielded) {
    return SHIELDED_LINE.matcher(shielded).replaceAll("");
  }

  /** Returns at most {@code length} characters of the text, never half of a surrogate pair. */
  public static String start(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splitsPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splitsPair ? length - 1 : length);
  }

  /** Half of a surrogate pair is no character, and would be lost on its way to a file. */
  private static boolean isHalf(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static boolean isHidden(char c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || c == '\u2028'
        || c == '\u2029'
        || isBidiControl(c);
  }

  private static boolean isBidiControl(char c) {
    return c == '\u061c'
        || c == '\u200e'
        || c == '\u200f'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
