package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How fast a cancel ends the work: many calls to a server that never answers, all of them seen by
 * it, cancelled at once. The worst warm round counts; the first, cold one is told beside.
 */
final class CancelMeasurement implements Measurement {
  private static final Duration ARRIVE = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final long QUIET_AFTER_MS = 500;

  /**
   * How much is measured.
   *
   * @param calls calls in flight
   * @param rounds rounds that count, after one that does not
   * @param watched how long after the cancel the server is watched for late requests
   */
  record Sizes(int calls, int rounds, Duration watched) {
    static final Sizes FULL = new Sizes(300, 5, Duration.ofSeconds(2));
  }

  private record Round(double futureMs, double heardMs, double lastCloseMs, long requestsAfter) {}

  private final Sizes sizes;

  CancelMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "cancel";
  }

  @Override
  public String about() {
    return sizes.calls() + " calls in flight cancelled at once: futures, sockets, late requests";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    List<Round> rounds = new ArrayList<>();
    try (var server = ServerProcess.silent();
        var client =
            ForkedJvm.start(CancelClient.class, server.base(), sizes.calls(), sizes.rounds() + 1)) {
      for (int number = 0; number <= sizes.rounds(); number++) {
        Round round = round(server, client, (number + 1L) * sizes.calls());
        rounds.add(round);
        progress.accept(
            "round %d: futures %.1f ms, listeners %.1f ms, last close %.0f ms, %d late requests"
                .formatted(
                    number,
                    round.futureMs(),
                    round.heardMs(),
                    round.lastCloseMs(),
                    round.requestsAfter()));
      }
    }
    return figures(rounds.get(0), rounds.subList(1, rounds.size()));
  }

  private Round round(ServerProcess server, ForkedJvm client, long total)
      throws InterruptedException {
    client.tell("round");
    client.expect("started");
    Message counted = server.awaitArrivals(total, ARRIVE);
    if (counted.whole("arrivals") != total) {
      throw new IllegalStateException(
          "the server saw %s requests of %d sent".formatted(counted.text("arrivals"), total));
    }
    client.tell("cancel");
    Message cancelled = client.expect("cancelled");
    long at = cancelled.whole("at");
    Message closed = server.awaitCloses(total, CLOSE);
    if (closed.whole("closes") != total || !cancelled.text("all_heard").equals("true")) {
      throw new IllegalStateException(
          "%s connections of %d were closed within %s; all listeners heard of it: %s"
              .formatted(closed.text("closes"), total, CLOSE, cancelled.text("all_heard")));
    }
    Thread.sleep(Math.max(0, at + sizes.watched().toMillis() - System.currentTimeMillis()));
    return new Round(
        cancelled.number("future_ms"),
        cancelled.number("heard_ms"),
        closed.whole("last_close") - at,
        server.arrivalsAfter(at + QUIET_AFTER_MS));
  }

  private List<Figure> figures(Round cold, List<Round> warm) {
    String name = "cancel" + sizes.calls();
    Quantiles futures = Quantiles.of(warm.stream().mapToDouble(Round::futureMs).toArray());
    Quantiles heard = Quantiles.of(warm.stream().mapToDouble(Round::heardMs).toArray());
    Quantiles closes = Quantiles.of(warm.stream().mapToDouble(Round::lastCloseMs).toArray());
    long late = cold.requestsAfter() + warm.stream().mapToLong(Round::requestsAfter).sum();
    return List.of(
        new Figure(
            name + ".future_ms",
            futures.max(),
            Bound.atMost(100),
            detail(futures, cold.futureMs())),
        new Figure(name + ".listener_ms", heard.max(), Bound.none(), detail(heard, cold.heardMs())),
        new Figure(
            name + ".last_close_ms",
            closes.max(),
            Bound.atMost(500),
            detail(closes, cold.lastCloseMs())),
        new Figure(
            name + ".requests_after",
            late,
            Bound.exactly(0),
            "later than " + QUIET_AFTER_MS + " ms after the cancel, all rounds"));
  }

  private static String detail(Quantiles warm, double cold) {
    return "worst; median " + Figure.number(warm.median()) + ", cold " + Figure.number(cold);
  }
}
