package dev.modeldispatch.core.failure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a text from outside fit to be shown: known secrets and what looks like one are replaced,
 * control characters are escaped, and nothing is left of it if it repeats what was sent.
 */
public final class RemoteText {
  private static final int MAX_READ = 4_000;

  /** Above this, a prompt shares 16 characters with any English sentence by chance. */
  private static final int LONG = 2_000;

  private static final int LENGTH_IF_LONG = 40;
  private static final Pattern KEY_LIKE =
      Pattern.compile(
          "(?i)\\b(?:sk|pk|rk|key|xai|gsk|AIza)[-_][A-Za-z0-9_\\-*.]{6,}"
              + "|\\bAIza[A-Za-z0-9_\\-]{10,}"
              + "|\\bbearer\\s+[A-Za-z0-9._~+/=\\-]{6,}");

  private final List<String> secrets;
  private final List<String> sent;

  /** Made when it is asked for, once: each rule asks, and a conversation is long. */
  private volatile List<String> cores = List.of();

  private RemoteText(List<String> secrets, List<String> sent) {
    this.secrets = secrets;
    this.sent = sent;
  }

  /** Returns the filter for a call with these secrets and these sent texts. */
  public static RemoteText filter(List<String> secrets, List<String> sent) {
    return new RemoteText(List.copyOf(secrets), List.copyOf(sent));
  }

  /** Returns the text as it may be shown, or empty if nothing of it may. */
  public Optional<String> shown(String text) {
    String bounded = bounded(text);
    if (bounded.isBlank() || repeatsSent(bounded)) {
      return Optional.empty();
    }
    String clean = bounded;
    for (String secret : secrets) {
      clean = clean.replace(secret, "****");
    }
    return Optional.of(escaped(KEY_LIKE.matcher(clean).replaceAll("****")));
  }

  /** Whether the text repeats a piece of what was sent, so that it proves nothing. */
  public boolean repeatsSent(String text) {
    return Echo.of(bounded(text), sent);
  }

  /**
   * Returns the text if it may decide something: nothing if it repeats what was sent. Of a long
   * prompt more has to be repeated than {@link #shown} allows, else no server could ever tell it in
   * words that such a prompt does not fit; {@link #wasSent} closes the gap.
   */
  public Optional<String> readable(String text) {
    String bounded = bounded(text);
    boolean echo =
        sent.stream()
            .anyMatch(s -> Echo.of(bounded, s, s.length() > LONG ? LENGTH_IF_LONG : Echo.LENGTH));
    return bounded.isBlank() || echo ? Optional.empty() : Optional.of(bounded);
  }

  /**
   * Whether what was sent holds the phrase, however it is spaced and spelled: it proves nothing.
   */
  public boolean wasSent(String phrase) {
    List<String> known = cores;
    if (known.isEmpty()) {
      known = sent.stream().map(RemoteText::core).toList();
      cores = known;
    }
    String core = core(phrase);
    return known.stream().anyMatch(s -> s.contains(core));
  }

  private static String core(String text) {
    var core = new StringBuilder(text.length());
    text.codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(c -> core.appendCodePoint(Character.toLowerCase(c)));
    return core.toString();
  }

  private static String bounded(String text) {
    return text.length() <= MAX_READ ? text : text.substring(0, MAX_READ);
  }

  private static String escaped(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t') {
                out.append(' ');
              } else if (isHidden(c)) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString().strip();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
