package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A {@link FastServer} in a JVM of its own, as its parent sees it. Closing it ends it. */
final class ServerProcess implements AutoCloseable {
  private static final long POLL_MS = 5;

  private final ForkedJvm jvm;
  private final URI base;

  private ServerProcess(ForkedJvm jvm, URI base) {
    this.jvm = jvm;
    this.base = base;
  }

  /** Starts a server that answers each request after this delay. */
  static ServerProcess answeringAfter(Duration delay) throws IOException, InterruptedException {
    return start(Long.toString(delay.toMillis()));
  }

  /** Starts a server that answers nothing. */
  static ServerProcess silent() throws IOException, InterruptedException {
    return start("never");
  }

  private static ServerProcess start(String delay) throws IOException, InterruptedException {
    ForkedJvm jvm = ForkedJvm.start(FastServer.class, delay);
    long port = jvm.expect("listening").whole("port");
    return new ServerProcess(jvm, URI.create("http://127.0.0.1:" + port));
  }

  /** {@return scheme, host and port} */
  URI base() {
    return base;
  }

  /**
   * Keeps the requests that come from now on waiting until there is a delay again. Returns when the
   * server has taken it up; a client that is told to start before could still be answered.
   */
  void hold() throws InterruptedException {
    jvm.tell("delay", "ms", "never");
    count();
  }

  /** Sets the delay of the requests that wait or come from now on. */
  void delay(Duration delay) {
    jvm.tell("delay", "ms", delay.toMillis());
  }

  /** Has the answers to the requests that come from now on tell when they leave. */
  void stampAnswers() {
    jvm.tell("stamp");
  }

  /** Waits until this many requests have come since the start, and returns what was counted. */
  Message awaitArrivals(long arrivals, Duration patience) throws InterruptedException {
    return await("arrivals", arrivals, patience);
  }

  /** Waits until this many connections have been closed since the start. */
  Message awaitCloses(long closes, Duration patience) throws InterruptedException {
    return await("closes", closes, patience);
  }

  /** Returns how many requests came later than this, in milliseconds of the epoch. */
  long arrivalsAfter(long millis) throws InterruptedException {
    jvm.tell("after", "millis", millis);
    return jvm.expect("counted").whole("arrivals");
  }

  /** {@return how many requests have come since the start} */
  long arrivals() throws InterruptedException {
    return count().whole("arrivals");
  }

  @Override
  public void close() {
    jvm.close();
  }

  private Message await(String key, long wanted, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Message counted = count();
    while (counted.whole(key) < wanted && System.nanoTime() < end) {
      Thread.sleep(POLL_MS);
      counted = count();
    }
    return counted;
  }

  private Message count() throws InterruptedException {
    jvm.tell("count");
    return jvm.expect("counted");
  }
}
