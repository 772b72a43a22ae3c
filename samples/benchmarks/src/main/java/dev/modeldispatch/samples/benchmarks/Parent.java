package dev.modeldispatch.samples.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The JVM that forked this one, seen from here: lines out, lines in. Not thread-safe. */
final class Parent {
  private final PrintStream out = System.out;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  /** Says a word with keys and values in turn. */
  void say(String word, Object... keysAndValues) {
    out.println(Message.of(word, keysAndValues).line());
    out.flush();
  }

  /** Waits for the next message; empty once the parent has gone. */
  Optional<Message> next() throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Optional<Message> message = Message.parse(line);
      if (message.isPresent()) {
        return message;
      }
    }
    return Optional.empty();
  }

  /** Waits for this word. */
  Message await(String word) throws IOException {
    Message message =
        next().orElseThrow(() -> new IllegalStateException("the parent has gone; ending"));
    if (!message.word().equals(word)) {
      throw new IllegalStateException("told '" + message.word() + "' instead of '" + word + "'");
    }
    return message;
  }
}
