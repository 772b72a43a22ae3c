package dev.modeldispatch.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key, a prompt and an answer that nobody says by chance, and the search for them where they must
 * not be: in logs, exceptions, {@code toString}, thread names. A piece of 16 characters is enough,
 * in upper or lower case, and so is a base64 form of the whole. Thread-safe.
 *
 * <pre>{@code
 * var canary = SecretCanary.of(1);
 * var models = connect(ApiKey.of(canary.key()));
 * var result = models.ask("openai/m", canary.prompt());
 * canary.assertNotIn("the result", result);
 * canary.collect("the log", appender.text()).collect("the exception", thrown).assertUnseen();
 * }</pre>
 */
public final class SecretCanary {
  private static final int PIECE = 16;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int AROUND = 60;

  private final List<Secret> secrets;
  private final List<String> sightings = new ArrayList<>();

  /** What is looked for: the text, and the part of it that every encoding leaves as it is. */
  private record Secret(String name, String text, String core) {
    @Override
    public String toString() {
      return name;
    }
  }

  private SecretCanary(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    String key = letters(random);
    String prompt = letters(random);
    String answer = letters(random);
    secrets =
        List.of(
            new Secret("key", "cnry-" + key, key),
            new Secret("prompt", "Say \"" + prompt + "\",\nor say schön.", prompt),
            new Secret("answer", "Well: \"" + answer + "\" & so on.", answer));
  }

  /** Returns the canary of this seed; the same seed gives the same texts, in another JVM too. */
  public static SecretCanary of(long seed) {
    return new SecretCanary(seed);
  }

  private static String letters(Random random) {
    return random
        .ints(2 * PIECE, 0, LETTERS.length())
        .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
        .collect(Collectors.joining());
  }

  /** {@return a key to connect with} */
  public String key() {
    return secrets.get(0).text();
  }

  /** {@return a prompt to ask, with what has to be escaped on its way} */
  public String prompt() {
    return secrets.get(1).text();
  }

  /** {@return an answer for a fake server to give} */
  public String answer() {
    return secrets.get(2).text();
  }

  /**
   * Fails if the key, the prompt or the answer is in there. Of a {@link Throwable} the whole stack
   * trace is read, causes and suppressed ones too; of anything else the {@code toString}.
   */
  public void assertNotIn(String sink, @Nullable Object there) {
    fail(seen(sink, there, secrets));
  }

  /** Fails if the key is in there, where a prompt may be: in a request's body, in a report. */
  public void assertNoKeyIn(String sink, @Nullable Object there) {
    fail(seen(sink, there, secrets.subList(0, 1)));
  }

  /** Looks in there, and keeps what it sees for {@link #assertUnseen}. */
  public SecretCanary collect(String sink, @Nullable Object there) {
    List<String> seen = seen(sink, there, secrets);
    synchronized (sightings) {
      sightings.addAll(seen);
    }
    return this;
  }

  /** Fails if anything was seen by {@link #collect}, and lists it all. */
  public void assertUnseen() {
    synchronized (sightings) {
      fail(List.copyOf(sightings));
    }
  }

  private static void fail(List<String> seen) {
    if (!seen.isEmpty()) {
      throw new AssertionError(
          "Secrets were seen:\n  "
              + String.join("\n  ", seen)
              + "\nTell lengths, kinds and evidence there, never a text.");
    }
  }

  private static List<String> seen(String sink, @Nullable Object there, List<Secret> sought) {
    String text = text(there);
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> seen = new ArrayList<>();
    for (Secret secret : sought) {
      int at = indexOf(secret, text, lower);
      if (at >= 0) {
        seen.add("the " + secret + " in " + sink + ": " + excerpt(text, at));
      }
    }
    return seen;
  }

  private static int indexOf(Secret secret, String text, String lower) {
    for (int i = 0; i + PIECE <= secret.core().length(); i++) {
      int at = lower.indexOf(secret.core().substring(i, i + PIECE));
      if (at >= 0) {
        return at;
      }
    }
    for (String form : List.of(secret.text(), secret.core())) {
      var encoded = Base64.getEncoder().withoutPadding();
      int at = text.indexOf(encoded.encodeToString(form.getBytes(StandardCharsets.UTF_8)));
      if (at >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** What stands before it, so that the message does not tell it once more. */
  private static String excerpt(String text, int at) {
    String before = text.substring(Math.max(0, at - AROUND), at);
    return "..." + before.replaceAll("\\s+", " ") + "**** at character " + at;
  }

  private static String text(@Nullable Object there) {
    if (there instanceof Throwable thrown) {
      var trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      return trace.toString();
    }
    return String.valueOf(there);
  }

  /** {@return no more than its name} */
  @Override
  public String toString() {
    return "SecretCanary[****]";
  }
}
