package dev.modeldispatch.core.opencode;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private opencode server: a process of its own, in a home of its own, on a free port of
 * 127.0.0.1, behind a random password. Thread-safe.
 *
 * <pre>{@code
 * var options = OpencodeServerOptions.builder(binary).provider("anthropic", key).build();
 * try (var server = OpencodeServer.start(options);
 *     var models = ModelDispatch.builder().opencode(server).build()) {
 *   System.out.println(models.ask("anthropic/claude-x", "Why is the sky blue?"));
 * }
 * }</pre>
 *
 * <p>A server that dies or freezes is started again at the same port, a bounded number of times;
 * what ran in it has failed, and kept sessions go on. {@link #close}, and the end of this JVM, ends
 * the process and removes its home.
 *
 * <p>Between threads: one thread, {@code dispatch-opencode-watch}, replaces the process after the
 * start; {@link #close} waits for that thread's end before it ends the process.
 */
public final class OpencodeServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpencodeServer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int PASSWORD_BYTES = 24;

  private final OpencodeServerOptions options;
  private final ApiKey password = randomPassword();
  private final ServerHome home = ServerHome.make();
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final Resources resources = new Resources(MonotonicTime.start(), timers, Runnable::run);
  private final HttpTransport transport;
  private final ServerExit exit = new ServerExit(this::endAtOnce);
  private volatile @Nullable ServerProcess process;
  private volatile URI uri = OpencodeOptions.DEFAULT_URI;
  private volatile boolean closed;
  private final AtomicInteger restarts = new AtomicInteger();
  private @Nullable Thread watch;

  private OpencodeServer(OpencodeServerOptions options) {
    this.options = options;
    var standard = HttpLimits.STANDARD;
    transport =
        HttpTransport.open(
            new HttpLimits(
                CONNECT,
                standard.idle(),
                Optional.empty(),
                standard.maxResponseBytes(),
                standard.maxHeaderBytes()),
            timers,
            resources.clock());
  }

  /**
   * Starts a server and waits until it can be used.
   *
   * @throws IllegalArgumentException if there is no program at the path
   * @throws IllegalStateException if the program does not become a server within the start limit;
   *     says what it printed last
   */
  public static OpencodeServer start(OpencodeServerOptions options) {
    check(options.binary());
    var server = new OpencodeServer(options);
    boolean started = false;
    try {
      server.run(0);
      server.watchFromNowOn();
      started = true;
      return server;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the opencode server started.", e);
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  private static void check(Path binary) {
    String shown = Misuse.quote(binary.toString());
    String wanted = "; give the opencode program, node_modules/opencode-linux-x64/bin/opencode";
    Misuse.check("opencode server")
        .unless(Files.exists(binary), () -> shown + " does not exist" + wanted)
        .unless(!Files.isDirectory(binary), () -> shown + " is a folder" + wanted)
        .unless(
            !Files.isRegularFile(binary) || Files.isExecutable(binary),
            () -> shown + " is not executable; run chmod +x on it" + wanted)
        .orThrow();
  }

  private static ApiKey randomPassword() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return ApiKey.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private void run(int port) throws InterruptedException {
    Map<String, String> env = home.environment(options, password.reveal().orElseThrow());
    var started = ServerProcess.start(options, home, env, port);
    process = started;
    uri = started.awaitReady(this::api, resources);
  }

  private ServerApi api(URI at) {
    return new ServerApi(options(at), transport, resources);
  }

  private OpencodeOptions options(URI at) {
    return OpencodeOptions.builder(at).password(password).agent(ServerConfig.AGENT).build();
  }

  private void watchFromNowOn() {
    var thread = new Thread(this::watch, "dispatch-opencode-watch");
    thread.setDaemon(true);
    watch = thread;
    thread.start();
  }

  private void watch() {
    try {
      while (!closed) {
        String why = awaitTrouble();
        while (!restart(why)) {
          if (restarts.get() >= options.maxRestarts()) {
            LOG.error("the opencode server at {} {}; it stays down", uri, why);
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.trace("closing; the server is no longer watched");
    }
  }

  private String awaitTrouble() throws InterruptedException {
    ServerApi api = api(uri);
    var patience = new Patience(resources.clock(), options.silenceLimit());
    ServerProcess watched = process;
    while (watched != null && !watched.awaitEnd(POLL)) {
      if (patience.isOver(watched.isHealthy(api))) {
        return "was silent for " + options.silenceLimit().toMillis() + " ms";
      }
    }
    return "ended by itself";
  }

  /** Replaces the process; false if that failed, or may not be tried again. */
  private boolean restart(String why) throws InterruptedException {
    ServerProcess old = process;
    if (old != null) {
      old.kill();
    }
    if (restarts.get() >= options.maxRestarts()) {
      return false;
    }
    int number = restarts.incrementAndGet();
    LOG.warn(
        "the opencode server at {} {}; start {} of {}", uri, why, number, options.maxRestarts());
    try {
      run(uri.getPort());
      return true;
    } catch (IllegalStateException e) {
      LOG.warn("the opencode server did not start again: {}", e.getMessage());
      return false;
    }
  }

  /** {@return where the server listens; the same after a restart} */
  public URI uri() {
    return uri;
  }

  /** {@return what a connector needs to use this server: address, password and agent} */
  public OpencodeOptions options() {
    return options(uri);
  }

  /** {@return how often the server was started again} */
  public int restarts() {
    return restarts.get();
  }

  /** Ends the server: 3 s to end by itself, then by force. Removes its home. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Thread watching = watch;
    if (watching != null) {
      watching.interrupt();
      join(watching);
    }
    ServerProcess running = process;
    if (running != null) {
      running.stop();
    }
    transport.close();
    timers.shutdownNow();
    home.delete();
    exit.forget();
  }

  private static void join(Thread thread) {
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(CONNECT.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JVM ends without a close. */
  private void endAtOnce() {
    closed = true;
    ServerProcess running = process;
    if (running != null) {
      running.kill();
    }
    home.delete();
  }

  @Override
  public String toString() {
    return "OpencodeServer[" + uri + (closed ? ", closed]" : "]");
  }
}
