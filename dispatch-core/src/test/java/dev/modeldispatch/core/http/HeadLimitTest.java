package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reply's head is bounded: at the limit it is read, a byte above it is not. */
class HeadLimitTest {
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final FakeModelServer server = FakeModelServer.start();

  @AfterEach
  void close() {
    timers.shutdownNow();
    server.close();
  }

  @Test
  void headIsBoundedByItsBytes() throws Exception {
    server.model("m").header("x-padding", "x".repeat(3_000)).answers("well");
    var first = (HttpEnd.Whole) ask(1 << 20);
    int size = (int) HeadSize.of(first.headers());

    assertThat(ask(size + 1)).isInstanceOf(HttpEnd.Whole.class);
    assertThat(ask(size)).isInstanceOf(HttpEnd.Whole.class);
    assertThat(ask(size - 1))
        .isInstanceOfSatisfying(
            HttpEnd.Broken.class,
            broken ->
                assertThat(broken.failure().kind()).isEqualTo(FailureKind.RESPONSE_TOO_LARGE));
  }

  private HttpEnd ask(int maxHeaderBytes) throws Exception {
    var limits =
        new HttpLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Optional.empty(),
            1 << 20,
            maxHeaderBytes);
    var ended = new CompletableFuture<HttpEnd>();
    var sink =
        new HttpSink() {
          @Override
          public boolean sending() {
            return true;
          }

          @Override
          public void ended(HttpEnd end) {
            ended.complete(end);
          }
        };
    try (var transport = HttpTransport.open(limits, timers, MonotonicTime.start())) {
      byte[] body = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
      var uri = URI.create(server.baseUri() + "/chat/completions");
      transport.send(HttpAsk.post(uri, Map.of(), body), sink);
      return ended.get(5, TimeUnit.SECONDS);
    }
  }
}
