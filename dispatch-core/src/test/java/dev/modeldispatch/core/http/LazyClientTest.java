package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who connects nothing over HTTP pays for no client. */
class LazyClientTest {
  private final ScheduledExecutorService timers = DispatchThreads.timers();

  @AfterEach
  void close() {
    timers.shutdownNow();
  }

  @Test
  void transportThatSendsNothingStartsNoThread() {
    Set<Thread> before = threads();

    try (var transport = HttpTransport.open(HttpLimits.STANDARD, timers, MonotonicTime.start())) {
      assertThat(transport.timers()).isSameAs(timers);
      Set<Thread> started = threads();
      started.removeAll(before);
      assertThat(started).isEmpty();
    }
  }

  @Test
  void sendAfterTheCloseEndsAndOpensNoClient() {
    List<HttpEnd> ends = new ArrayList<>();
    var transport = HttpTransport.open(HttpLimits.STANDARD, timers, MonotonicTime.start());
    transport.close();
    Set<Thread> before = threads();

    transport.send(
        HttpAsk.post(URI.create("http://127.0.0.1:1/v1"), Map.of(), new byte[0]), into(ends));

    Set<Thread> started = threads();
    started.removeAll(before);
    assertThat(started).isEmpty();
    assertThat(ends).hasSize(1);
  }

  private static HttpSink into(List<HttpEnd> ends) {
    return new HttpSink() {
      @Override
      public boolean sending() {
        return true;
      }

      @Override
      public void ended(HttpEnd end) {
        ends.add(end);
      }
    };
  }

  /**
   * The threads of HTTP clients: those of the library itself start on demand, for other reasons.
   */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HttpClient-"))
        .collect(Collectors.toSet());
  }
}
