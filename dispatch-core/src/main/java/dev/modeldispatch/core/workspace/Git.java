package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.internal.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs git by argument vector, never through a shell. A repository is a stranger's: its hooks and
 * its fsmonitor are off, and no GIT_ variable of this process leads git elsewhere. Thread-safe.
 */
final class Git {
  private static final int MAX_OUTPUT = 32 << 20;
  private static final int MAX_WORDS = 300;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final List<String> OPTIONS =
      List.of(
          "--no-pager",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "submodule.recurse=false",
          "-c",
          "maintenance.auto=false",
          "-c",
          "gc.auto=0");

  private final String program;
  private final Duration limit;

  Git(String program, Duration limit) {
    this.program = program;
    this.limit = limit;
  }

  /** How one run ended, and what it said. */
  record End(int code, String out, String err) {
    boolean isFine() {
      return code == 0;
    }

    /** {@return what it printed, as lines} */
    List<String> lines() {
      return out.lines().toList();
    }

    /** {@return what it printed with {@code -z}} */
    List<String> parts() {
      return Arrays.stream(out.split("\0", -1)).filter(part -> !part.isEmpty()).toList();
    }

    /** {@return why it failed, in git's words} */
    String words() {
      String words = OneLine.of(err.strip().replace("fatal: ", "").replace('\n', ' '));
      return words.isEmpty()
          ? "git ended with " + code
          : words.substring(0, Math.min(MAX_WORDS, words.length()));
    }
  }

  /** Runs it in the folder to its end, whatever its exit code. */
  End run(Path folder, String... arguments) {
    var command = new ArrayList<String>(List.of(program));
    command.addAll(OPTIONS);
    command.addAll(List.of(arguments));
    return run(folder, command, limit);
  }

  /** Runs it, and returns what it printed, stripped; throws if it fails. */
  String text(Path folder, String... arguments) {
    return fine(folder, arguments).out().strip();
  }

  /** Runs it; throws if it fails. */
  End fine(Path folder, String... arguments) {
    End end = run(folder, arguments);
    if (!end.isFine()) {
      throw new WorkspaceException("git " + arguments[0] + " failed: " + end.words());
    }
    return end;
  }

  /** Runs any program with a clean environment; its output goes by way of files, so none waits. */
  static End run(Path folder, List<String> command, Duration limit) {
    try (var out = new Output();
        var err = new Output()) {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(Git::leadsElsewhere);
      builder.environment().put("GIT_TERMINAL_PROMPT", "0");
      builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.redirectOutput(out.file.toFile()).redirectError(err.file.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      await(process, command, limit);
      return new End(process.exitValue(), out.text(), err.text());
    } catch (IOException e) {
      throw new WorkspaceException(
          "'"
              + command.get(0)
              + "' could not be run: "
              + OneLine.of(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static boolean leadsElsewhere(String variable) {
    return variable.toUpperCase(Locale.ROOT).startsWith("GIT_");
  }

  private static void await(Process process, List<String> command, Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      end(process);
      throw new WorkspaceException(
          "'" + command.get(0) + "' took more than " + limit.toSeconds() + " s, and was ended");
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new WorkspaceException("interrupted while '" + command.get(0) + "' ran", e);
    }
  }

  /** Git that is asked to end takes its lock files with it. */
  private static void end(Process process) throws InterruptedException {
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .forEach(ProcessHandle::destroy);
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      Stream.concat(Stream.of(process.toHandle()), process.descendants())
          .forEach(ProcessHandle::destroyForcibly);
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A file that takes what a process prints. */
  private static final class Output implements AutoCloseable {
    private final Path file;

    Output() throws IOException {
      file = Files.createTempFile("dispatch-git", ".txt");
    }

    String text() throws IOException {
      try (var in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_OUTPUT + 1);
        if (bytes.length > MAX_OUTPUT) {
          throw new WorkspaceException("git printed more than 32 MiB; name fewer files");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
