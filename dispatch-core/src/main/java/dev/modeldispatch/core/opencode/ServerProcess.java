package dev.modeldispatch.core.opencode;

import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.internal.Resources;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** One run of the server's program, from its start to its end. Its calls wait. */
final class ServerProcess {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration HEALTH = Duration.ofSeconds(2);
  private static final Duration TERM = Duration.ofSeconds(3);
  private static final Duration KILL = Duration.ofSeconds(2);

  private final OpencodeServerOptions options;
  private final Process process;
  private final ServerOutput output;
  private final List<Thread> drains;

  private ServerProcess(OpencodeServerOptions options, Process process, RemoteText filter) {
    this.options = options;
    this.process = process;
    output = new ServerOutput(filter);
    drains =
        List.of(
            output.drain(process.getInputStream(), "out"),
            output.drain(process.getErrorStream(), "err"));
  }

  /** Starts the program; port 0 lets it choose. */
  static ServerProcess start(
      OpencodeServerOptions options, ServerHome home, Map<String, String> env, int port) {
    var builder =
        new ProcessBuilder(
            options.binary().toAbsolutePath().toString(),
            "serve",
            "--hostname",
            "127.0.0.1",
            "--port",
            Integer.toString(port));
    builder.directory(home.work().toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    List<String> secrets =
        Stream.concat(
                options.secrets().stream(),
                Stream.of(env.getOrDefault("OPENCODE_SERVER_PASSWORD", "")))
            .filter(s -> !s.isEmpty())
            .toList();
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new ServerProcess(options, process, RemoteText.filter(secrets, List.of()));
    } catch (IOException e) {
      throw new IllegalStateException(
          options.binary()
              + " could not be run. Give the opencode binary of this system; alpine needs the one"
              + " of opencode-linux-x64-musl, old processors the -baseline one.",
          e);
    }
  }

  /**
   * Waits until the server listens, is healthy and lists its providers, which proves that it has
   * set itself up; returns where it listens. On every other way out the process is gone.
   */
  URI awaitReady(Function<URI, ServerApi> apis, Resources resources) throws InterruptedException {
    Instant end = resources.clock().instant().plus(options.startLimit());
    boolean ready = false;
    try {
      URI uri = URI.create("http://127.0.0.1:" + awaitPort(end, resources));
      ServerApi api = apis.apply(uri);
      while (!isHealthy(api)) {
        pause(end, resources, "reports no health");
      }
      while (!call(api, "/config/providers", left(end, resources))) {
        pause(end, resources, "lists no providers");
      }
      ready = true;
      return uri;
    } finally {
      if (!ready) {
        kill();
      }
    }
  }

  private int awaitPort(Instant end, Resources resources) throws InterruptedException {
    OptionalInt port = output.port();
    while (port.isEmpty()) {
      pause(end, resources, "has not said where it listens");
      port = output.port();
    }
    return port.getAsInt();
  }

  private void pause(Instant end, Resources resources, String still) throws InterruptedException {
    if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      throw died();
    }
    if (!resources.clock().instant().isBefore(end)) {
      throw new IllegalStateException(
          "the opencode server from "
              + options.binary()
              + " "
              + still
              + " after "
              + options.startLimit().toMillis()
              + " ms. Check that it is an opencode binary, or raise startLimit. "
              + output.shown());
    }
  }

  private static Duration left(Instant end, Resources resources) {
    Duration left = Duration.between(resources.clock().instant(), end);
    return left.compareTo(POLL) < 0 ? POLL : left;
  }

  private IllegalStateException died() throws InterruptedException {
    for (Thread drain : drains) {
      drain.join(KILL.toMillis());
    }
    return new IllegalStateException(
        "the opencode server from "
            + options.binary()
            + " ended at its start with code "
            + process.exitValue()
            + ". Check that it is an opencode binary and that its configuration is valid. "
            + output.shown());
  }

  /** Waits so long for the process to end; true if it did. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the server reports that it is healthy, within 2 s. */
  boolean isHealthy(ServerApi api) throws InterruptedException {
    return call(api, "/global/health", HEALTH);
  }

  private static boolean call(ServerApi api, String path, Duration limit)
      throws InterruptedException {
    CompletableFuture<ServerAnswer> answer = api.get(path, limit);
    try {
      return answer.get().isFine() && answer.get().json().isPresent();
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** {@return the end of what it printed, fit to be shown} */
  String output() {
    return output.shown();
  }

  /** Asks the process to end, and ends it after 3 s; a runaway one does not listen. */
  void stop() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    if (!isGone(TERM)) {
      process.destroyForcibly();
    }
    end(children);
  }

  /** Ends the process at once. */
  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    end(children);
  }

  private void end(List<ProcessHandle> children) {
    children.forEach(ProcessHandle::destroyForcibly);
    if (!isGone(KILL)) {
      throw new IllegalStateException("process " + process.pid() + " cannot be ended.");
    }
  }

  private boolean isGone(Duration limit) {
    boolean interrupted = Thread.interrupted();
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return !process.isAlive();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
