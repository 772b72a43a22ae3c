package dev.modeldispatch.core.tool;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.report.SafeText;
import dev.modeldispatch.core.tool.ToolReply.Kind;

/** A tool's own texts that are no answer; errors are below 500 characters. */
final class Words {
  private static final int MAX = 499;
  private static final int MIN_HINT = 60;
  private static final int MAX_QUOTED = 40;

  private Words() {}

  /**
   * Returns an error.
   *
   * @param family the name in the prefix, {@code dispatch} or {@code batch-dispatch}
   * @param notes lines that stand below it, each beginning with a line break; may be empty
   */
  static ToolReply error(
      String family, FailureKind kind, String message, String hint, String notes) {
    return say(Kind.ERROR, family, "error", kind.code() + ": ", message, hint, notes);
  }

  /** Returns a warning: there is a reply, and nothing to show of it. */
  static ToolReply warning(
      String family, FailureKind kind, String message, String hint, String notes) {
    return say(Kind.WARNING, family, "warning", kind.code() + ": ", message, hint, notes);
  }

  static ToolReply info(String family, String text) {
    return new ToolReply(Kind.INFO, "[" + family + " info] " + SafeText.visible(text));
  }

  private static ToolReply say(
      Kind kind,
      String family,
      String what,
      String code,
      String message,
      String hint,
      String notes) {
    String head = "[" + family + " " + what + "] " + code;
    int room = MAX - head.length() - notes.length();
    String label = hint.isEmpty() ? "" : "\nHint: ";
    int forHint = Math.min(hint.length(), MIN_HINT) + label.length();
    String said = cut(line(message), room - forHint);
    String advice = cut(line(hint), room - said.length() - label.length());
    return new ToolReply(kind, head + said + label + advice + notes);
  }

  /** Returns the text on one line, which no line of its own can follow. */
  static String line(String text) {
    return SafeText.visible(text).replace('\n', ' ');
  }

  /** Returns at most so many characters of the text; a text that was cut says so. */
  static String cut(String text, int length) {
    return text.length() <= length ? text : SafeText.start(text, Math.max(0, length - 3)) + "...";
  }

  /** Returns the caller's value in double quotes, escaped, at most 40 characters of it. */
  static String quoted(String value) {
    String start = value.length() <= MAX_QUOTED ? value : SafeText.start(value, MAX_QUOTED);
    String plain = Misuse.quote(start);
    String more = start.length() < value.length() ? "..." : "";
    return "\"" + plain.substring(1, plain.length() - 1) + more + "\"";
  }
}
