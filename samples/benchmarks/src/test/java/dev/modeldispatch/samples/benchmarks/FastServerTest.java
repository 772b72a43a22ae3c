package dev.modeldispatch.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FastServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void answersEveryCallOnConnectionsThatItKeeps() throws Exception {
    try (var server = ServerProcess.answeringAfter(Duration.ZERO);
        var client = new RawClient(server.base())) {
      ClosedLoop.Pace pace = ClosedLoop.run(client::send, 500, 8);

      assertThat(pace.callsPerSecond()).isPositive();
      assertThat(pace.p99Micros()).isPositive();
      Message counted = server.awaitArrivals(500, PATIENCE);
      assertThat(counted.whole("arrivals")).isEqualTo(500);
      assertThat(counted.whole("closes")).isZero();
    }
  }

  @Test
  void answersManyAtOnceAfterTheDelay() throws Exception {
    try (var server = ServerProcess.answeringAfter(Duration.ofMillis(300));
        var client = new RawClient(server.base())) {
      long start = System.nanoTime();

      List<CompletableFuture<HttpResponse<byte[]>>> calls =
          IntStream.range(0, 50).mapToObj(i -> client.send()).toList();

      assertThat(calls).allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
    }
  }

  @Test
  void stampedAnswerIsStreamedInTwoPartsWithTheDelayBetween() throws Exception {
    try (var server = ServerProcess.answeringAfter(Duration.ofMillis(300));
        var client = new RawClient(server.base())) {
      server.stampAnswers();
      List<String> lines = new CopyOnWriteArrayList<>();

      client.lines(StampedAnswer.REQUEST, lines::add).join();

      String whole = String.join("\n", lines);
      var stamp = StampedAnswer.find(whole).orElseThrow();
      assertThat(stamp.streamed()).isTrue();
      assertThat(stamp.ageMs()).as("the rest came later").isGreaterThanOrEqualTo(150);
      assertThat(whole).contains("data: [DONE]");
    }
  }

  @Test
  void seesClientsHangUpAndCountsWhatComesLater() throws Exception {
    try (var server = ServerProcess.silent();
        var client = new RawClient(server.base())) {
      var first = client.send();
      var second = client.send();
      assertThat(server.awaitArrivals(2, PATIENCE).whole("arrivals")).isEqualTo(2);
      long before = System.currentTimeMillis();

      first.cancel(true);
      second.cancel(true);

      Message counted = server.awaitCloses(2, PATIENCE);
      assertThat(counted.whole("closes")).isEqualTo(2);
      assertThat(counted.whole("last_close")).isGreaterThanOrEqualTo(before);
      assertThat(server.arrivalsAfter(before)).isZero();
    }
  }
}
