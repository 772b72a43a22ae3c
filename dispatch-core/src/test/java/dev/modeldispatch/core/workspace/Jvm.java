package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JVM of its own on the class path of the tests, that is talked to in lines. */
final class Jvm implements AutoCloseable {
  private final ProcessBuilder builder;
  private @Nullable Process process;

  Jvm(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  Jvm environment(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  Jvm start() throws IOException {
    process = builder.start();
    return this;
  }

  void say(String line) {
    var out = new PrintWriter(started().outputWriter(StandardCharsets.UTF_8), true);
    out.println(line);
  }

  @Nullable String hear() throws IOException {
    BufferedReader in = started().inputReader(StandardCharsets.UTF_8);
    return in.readLine();
  }

  /** Runs it to its end, and returns what it printed. */
  String output() throws IOException, InterruptedException {
    start();
    String said = new String(started().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(code()).as(said).isZero();
    return said.strip();
  }

  /** Waits for its end, and returns its exit code. */
  int code() throws InterruptedException {
    assertThat(started().waitFor(1, TimeUnit.MINUTES)).isTrue();
    return started().exitValue();
  }

  @Override
  public void close() {
    started().destroyForcibly();
  }

  private Process started() {
    Process started = process;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  /** Surefire runs the tests as a module, so that there are two paths and the tests' classes. */
  private static String classPath() {
    return Stream.of(
            System.getProperty("java.class.path"),
            System.getProperty("basedir", ".") + "/target/test-classes",
            System.getProperty("basedir", ".") + "/target/classes",
            System.getProperty("jdk.module.path", ""),
            System.getProperty("surefire.test.class.path", ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
