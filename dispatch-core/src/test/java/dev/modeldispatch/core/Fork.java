package dev.modeldispatch.core;

import dev.modeldispatch.core.internal.PrintedLogs;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own that runs a {@code main} on the class path of the tests. */
public final class Fork {
  private final List<String> command = new ArrayList<>();

  private Fork(Class<?> main, List<String> jvmOptions) {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Dslf4j.provider=" + PrintedLogs.class.getName());
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
  }

  /** Runs it, and returns what it printed; it has to end by itself within a minute. */
  static String run(Class<?> main, List<String> jvmOptions, Object... arguments)
      throws IOException, InterruptedException {
    return new Fork(main, jvmOptions).output(arguments);
  }

  /** The same with so few descriptors. */
  static String runWithDescriptors(int count, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    var fork = new Fork(main, List.of("-XX:-MaxFDLimit"));
    fork.command.addAll(0, List.of("sh", "-c", "ulimit -n " + count + "; exec \"$@\"", "sh"));
    return fork.output(arguments);
  }

  /** Starts it with this before its command, for a test that ends it itself. */
  public static Process start(List<String> before, Class<?> main, Object... arguments)
      throws IOException {
    var fork = new Fork(main, List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    fork.command.addAll(0, before);
    Stream.of(arguments).map(Object::toString).forEach(fork.command::add);
    return new ProcessBuilder(fork.command).redirectErrorStream(true).start();
  }

  /** Reads on until this line comes; what the logging says before does not matter. */
  public static void await(String line, BufferedReader lines) throws IOException {
    var before = new StringBuilder();
    for (String next = lines.readLine(); !line.equals(next); next = lines.readLine()) {
      if (next == null) {
        throw new AssertionError("the JVM ended without '" + line + "':\n" + before);
      }
      before.append(next).append('\n');
    }
  }

  private String output(Object... arguments) throws IOException, InterruptedException {
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    var log = File.createTempFile("fork", ".txt");
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String printed = java.nio.file.Files.readString(log.toPath(), StandardCharsets.UTF_8);
    if (!log.delete() || !ended || process.waitFor() != 0) {
      throw new AssertionError("the JVM " + (ended ? "failed" : "hung") + ":\n" + printed);
    }
    return printed;
  }

  /** Surefire runs the tests as a module, so that there are two paths and the tests' classes. */
  private static String classPath() {
    return Stream.of(
            System.getProperty("basedir", ".") + "/target/test-classes",
            System.getProperty("basedir", ".") + "/target/classes",
            System.getProperty("jdk.module.path", ""),
            System.getProperty("surefire.test.class.path", ""),
            System.getProperty("java.class.path"))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
