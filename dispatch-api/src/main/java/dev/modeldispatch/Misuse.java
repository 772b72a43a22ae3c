package dev.modeldispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects what is wrong with a call, so that its author sees every problem at once.
 *
 * <p>Misuse is the caller's mistake and throws {@link IllegalArgumentException} at once; whatever a
 * model, provider, network or clock does is a {@link ModelResult}. Not thread-safe: made, asked and
 * dropped inside one method.
 */
public final class Misuse {
  private static final int MAX_QUOTED = 60;
  private static final int MAX_MESSAGE = 480;

  private final String subject;
  private final List<String> problems = new ArrayList<>();

  private Misuse(String subject) {
    this.subject = subject;
  }

  /** Returns a new, empty collection of problems with {@code subject}. */
  public static Misuse check(String subject) {
    return new Misuse(subject);
  }

  /** Adds a problem, in words that name the valid choice. */
  public Misuse add(String problem) {
    problems.add(problem);
    return this;
  }

  /** Adds the problem if {@code fine} is false. */
  public Misuse unless(boolean fine, Supplier<String> problem) {
    return fine ? this : add(problem.get());
  }

  /** {@return whether nothing is wrong so far} */
  public boolean isFine() {
    return problems.isEmpty();
  }

  /** {@return a collection that starts with the same problems} */
  public Misuse copy() {
    var copy = new Misuse(subject);
    copy.problems.addAll(problems);
    return copy;
  }

  /** Throws {@link IllegalArgumentException} with all problems, if there are any. */
  public void orThrow() {
    if (problems.isEmpty()) {
      return;
    }
    String all =
        problems.size() == 1
            ? problems.get(0)
            : problems.size() + " problems: " + String.join("; ", problems);
    String message = all.startsWith(subject) ? all : subject + ": " + all;
    throw new IllegalArgumentException(
        message.length() <= MAX_MESSAGE ? message : cut(message) + "...");
  }

  private static String cut(String message) {
    boolean splits = Character.isHighSurrogate(message.charAt(MAX_MESSAGE - 1));
    return message.substring(0, splits ? MAX_MESSAGE - 1 : MAX_MESSAGE);
  }

  /**
   * Returns the value in single quotes, all but letters, digits and visible ASCII escaped, at most
   * 60 characters of it.
   */
  public static String quote(String value) {
    var out = new StringBuilder("'");
    value
        .codePoints()
        .limit(MAX_QUOTED)
        .forEach(
            c -> {
              boolean shown = Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f);
              if (shown) {
                out.appendCodePoint(c);
              } else {
                out.append(escaped(c));
              }
            });
    if (value.codePointCount(0, value.length()) > MAX_QUOTED) {
      out.append("...");
    }
    return out.append("'").toString();
  }

  private static String escaped(int codePoint) {
    return Character.isBmpCodePoint(codePoint)
        ? String.format("\\u%04x", codePoint)
        : String.format("\\u{%x}", codePoint);
  }
}
