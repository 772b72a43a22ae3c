package dev.modeldispatch.samples.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM of its own for one class of ours, spoken to in lines. Closing it ends it.
 *
 * <p>Its error output, and what it prints besides messages, goes where this JVM's goes.
 */
final class ForkedJvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Message ENDED = Message.of("(ended)");

  private final String name;
  private final Process process;
  private final PrintWriter toChild;
  private final BlockingQueue<Message> fromChild = new LinkedBlockingQueue<>();

  private ForkedJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.toChild = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts the class's {@code main} with these arguments on the class path of this code. */
  static ForkedJvm start(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var jvm = new ForkedJvm(main.getSimpleName(), process);
    var reader = new Thread(jvm::read, "benchmarks-" + jvm.name);
    reader.setDaemon(true);
    reader.start();
    return jvm;
  }

  /** Waits for the next message, which has to be of this word. */
  Message expect(String word) throws InterruptedException {
    Message message = fromChild.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (message == null) {
      throw new IllegalStateException(name + ": silent for " + PATIENCE + ", wanted " + word);
    }
    if (!message.word().equals(word)) {
      throw new IllegalStateException(
          name
              + ": said '"
              + message.word()
              + "' instead of '"
              + word
              + "'. See its output above.");
    }
    return message;
  }

  /** Waits for the next message, whatever it is; empty once the JVM has ended. */
  Optional<Message> next() throws InterruptedException {
    Message message = fromChild.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (message == null) {
      throw new IllegalStateException(name + ": silent for " + PATIENCE);
    }
    return message.equals(ENDED) ? Optional.empty() : Optional.of(message);
  }

  /** Says a word with keys and values in turn. */
  void tell(String word, Object... keysAndValues) {
    toChild.println(Message.of(word, keysAndValues).line());
  }

  @Override
  public void close() {
    toChild.close();
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Message> message = Message.parse(line);
        if (message.isPresent()) {
          fromChild.add(message.get());
        } else {
          System.out.println(name + ": " + line);
        }
      }
    } catch (IOException e) {
      // closed from here, or gone: the end either way
    } finally {
      fromChild.add(ENDED);
    }
  }

  /** In exec:java the property {@code java.class.path} names Maven's launcher, the loader us. */
  private static String classPath() {
    if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(ForkedJvm::file)
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(url + " is no file of a class path", e));
    }
  }
}
