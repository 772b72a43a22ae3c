package dev.modeldispatch.core.http;

import dev.modeldispatch.core.internal.DispatchThreads;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** Sends requests. One client, its own small pool of threads. Thread-safe. */
public final class HttpTransport implements AutoCloseable {
  private static final int THREADS = 2;

  private final HttpLimits limits;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final ExecutorService threads = DispatchThreads.http(THREADS);
  private final HttpClient client;
  private final Set<RunningExchange> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private HttpTransport(HttpLimits limits, ScheduledExecutorService timers, InstantSource clock) {
    this.limits = limits;
    this.timers = timers;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(limits.connect())
            .executor(threads)
            .build();
  }

  /** Returns a new transport; {@code close} frees it. */
  public static HttpTransport open(
      HttpLimits limits, ScheduledExecutorService timers, InstantSource clock) {
    return new HttpTransport(limits, timers, clock);
  }

  /** Sends and returns at once. The sink hears the end on an HTTP thread. */
  public Exchange send(HttpAsk ask, HttpSink sink) {
    var exchange = new RunningExchange(this, ask, sink);
    running.add(exchange);
    if (closed) {
      exchange.abort();
      return exchange;
    }
    exchange.start(client, ask);
    return exchange;
  }

  HttpLimits limits() {
    return limits;
  }

  /** {@return the timer that its limits run on} */
  public ScheduledExecutorService timers() {
    return timers;
  }

  InstantSource clock() {
    return clock;
  }

  void forget(RunningExchange exchange) {
    running.remove(exchange);
  }

  /** Aborts what is running and frees the client. */
  @Override
  public void close() {
    closed = true;
    running.forEach(RunningExchange::abort);
    ClientEnd.of(client);
    threads.shutdown();
  }
}
