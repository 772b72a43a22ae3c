package dev.modeldispatch.core.opencode;

import dev.modeldispatch.core.failure.RemoteText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server process prints: read to its end, so that it never blocks on a full pipe; the last
 * lines are kept for errors, without secrets. Thread-safe.
 */
final class ServerOutput {
  private static final int LINES = 20;
  private static final int LINE_LENGTH = 2_000;
  private static final int SHOWN = 250;
  private static final Pattern LISTENING =
      Pattern.compile("listening on https?://[^\\s:]+:(\\d{1,5})\\b");

  private final ArrayDeque<String> last = new ArrayDeque<>();
  private final RemoteText filter;
  private int port;

  ServerOutput(RemoteText filter) {
    this.filter = filter;
  }

  /** Reads the stream to its end in a thread of its own, a daemon. */
  Thread drain(InputStream stream, String name) {
    var thread = new Thread(() -> read(stream), "dispatch-opencode-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      var line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          take(line.toString());
          line.setLength(0);
        } else if (line.length() < LINE_LENGTH) {
          line.append((char) c);
        }
      }
      take(line.toString());
    } catch (IOException e) {
      take("(output closed)");
    }
  }

  private void take(String line) {
    // What is cut may end within a secret, which nobody would recognise any more.
    String told = line.length() < LINE_LENGTH ? line : "(a long line)";
    filter.shown(told).ifPresent(shown -> keep(line, shown));
  }

  private synchronized void keep(String line, String shown) {
    if (last.size() == LINES) {
      last.removeFirst();
    }
    last.addLast(shown);
    Matcher found = LISTENING.matcher(line);
    if (port == 0 && found.find()) {
      port = Integer.parseInt(found.group(1));
    }
  }

  /** {@return the port that the server said it listens on} */
  synchronized OptionalInt port() {
    return port > 0 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /** {@return the end of the output, fit to be shown} */
  synchronized String shown() {
    String text = String.join(" | ", last);
    if (text.isEmpty()) {
      return "It printed nothing.";
    }
    int from = Math.max(0, text.length() - SHOWN);
    if (from > 0 && Character.isLowSurrogate(text.charAt(from))) {
      from++;
    }
    return "Its last output: " + (from > 0 ? "..." : "") + text.substring(from);
  }
}
