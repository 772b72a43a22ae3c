package dev.modeldispatch.core.http;

import dev.modeldispatch.core.internal.DispatchThreads;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests. One client, its own small pool of threads. Thread-safe.
 *
 * <p>Between threads: whoever sends first opens the client, under {@code opening}; {@link #close}
 * marks the end under it, so no client is opened after that.
 */
public final class HttpTransport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
  private static final int THREADS = 2;
  private static final long CLOSE_WITHIN_MS = 1_000;
  private static final String RESENDS = "jdk.httpclient.enableAllMethodRetry";

  private final HttpLimits limits;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final ExecutorService threads = DispatchThreads.http(THREADS);

  private final Object opening = new Object();

  /**
   * Opened by the first send, since it starts a thread and reads the trust store: who connects
   * nothing over HTTP pays for neither. Gone after the close: an idle connection of the JDK's keeps
   * its last exchange, which keeps this; on JDK 17 a client that can be reached never ends.
   */
  private volatile @Nullable HttpClient client;

  private final Set<RunningExchange> running = ConcurrentHashMap.newKeySet();
  private final Set<RunningSocket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final long sweepMillis;
  private volatile boolean closed;

  private HttpTransport(HttpLimits limits, ScheduledExecutorService timers, InstantSource clock) {
    this.limits = limits;
    this.timers = timers;
    this.clock = clock;
    long shortest =
        Math.min(limits.idle().toMillis(), limits.firstContent().orElse(limits.idle()).toMillis());
    this.sweepMillis = Math.max(10, Math.min(1_000, shortest / 10));
  }

  /** Returns a new transport; {@code close} frees it. */
  public static HttpTransport open(
      HttpLimits limits, ScheduledExecutorService timers, InstantSource clock) {
    return new HttpTransport(limits, timers, clock);
  }

  private static void warnOfHiddenSends() {
    String value = System.getProperty(RESENDS);
    if (value != null && (value.isEmpty() || Boolean.parseBoolean(value))) {
      LOG.warn(
          "system property {} is set: this JVM sends a prompt again on its own when a connection"
              + " breaks, unseen by attempts() and cost. Unset it.",
          RESENDS);
    }
  }

  /** Sends and returns at once. The sink hears the end on an HTTP thread. */
  public Exchange send(HttpAsk ask, HttpSink sink) {
    var exchange = new RunningExchange(this, ask, sink);
    running.add(exchange);
    sweepSoon();
    HttpClient open;
    try {
      open = opened();
    } catch (Throwable e) { // no descriptor is left for its selector: this exchange's failure
      exchange.broken(e);
      return exchange;
    }
    if (open == null) {
      exchange.closed();
    } else {
      exchange.start(open, ask);
    }
    return exchange;
  }

  /**
   * Opens a WebSocket at this http or https address and returns at once; a message is at most 1 MiB
   * of text. The sink hears what comes on an HTTP thread.
   */
  public TextSocket socket(URI uri, Map<String, String> headers, SocketSink sink) {
    var socket = new RunningSocket(this, uri, sink);
    sockets.add(socket);
    HttpClient open;
    try {
      open = opened();
    } catch (Throwable e) { // no descriptor is left for its selector: this socket's failure
      socket.broken(e);
      return socket;
    }
    if (open == null) {
      socket.closed();
    } else {
      socket.start(open, headers);
    }
    return socket;
  }

  /** {@return the client; null after the close} */
  private @Nullable HttpClient opened() {
    if (closed) {
      return null;
    }
    HttpClient open = client;
    if (open != null) {
      return open;
    }
    synchronized (opening) {
      if (client == null && !closed) {
        warnOfHiddenSends();
        client = newClient();
      }
      return client;
    }
  }

  private HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(limits.connect())
        .executor(threads)
        .build();
  }

  /** Looks for exchanges without content, as long as there are exchanges: one timer for all. */
  private void sweepSoon() {
    if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
      try {
        var unused = timers.schedule(this::sweep, sweepMillis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        sweeping.set(false); // the timers are closed, and so is the dispatcher that owns both
      }
    }
  }

  private void sweep() {
    running.forEach(RunningExchange::look);
    sweeping.set(false);
    if (!running.isEmpty()) {
      sweepSoon();
    }
  }

  /** {@return the limits of each exchange} */
  public HttpLimits limits() {
    return limits;
  }

  /** {@return the timer that its limits run on} */
  public ScheduledExecutorService timers() {
    return timers;
  }

  ExecutorService threads() {
    return threads;
  }

  InstantSource clock() {
    return clock;
  }

  void forget(RunningExchange exchange) {
    running.remove(exchange);
  }

  void forget(RunningSocket socket) {
    sockets.remove(socket);
  }

  /** Ends what is running, waits shortly until its sockets are closed, frees the client. */
  @Override
  public void close() {
    synchronized (opening) {
      closed = true;
    }
    running.forEach(RunningExchange::closed);
    sockets.forEach(RunningSocket::closed);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        LOG.debug("the HTTP threads still work after {} ms", CLOSE_WITHIN_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    HttpClient open = client;
    client = null;
    if (open != null) {
      ClientEnd.of(open);
    }
  }
}
