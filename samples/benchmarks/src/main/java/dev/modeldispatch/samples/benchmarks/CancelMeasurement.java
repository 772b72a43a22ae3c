package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How fast a cancel ends the work: many calls to a server that never answers, all of them seen by
 * it, cancelled at once by one thread. The worst warm round counts; the first, cold one is told
 * beside, and what a raw client does, whose cancel closes the socket on the thread that calls it.
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
    List<Round> raw = measure("raw", progress);
    List<Round> ours = measure("ours", progress);
    String name = "cancel" + sizes.calls();
    return List.of(
        worst(name + ".future_ms", Bound.atMost(100), Round::futureMs, ours, raw),
        worst(name + ".listener_ms", Bound.none(), Round::heardMs, ours, raw),
        worst(name + ".last_close_ms", Bound.atMost(500), Round::lastCloseMs, ours, raw),
        requestsAfter(name + ".requests_after", ours, raw));
  }

  private List<Round> measure(String who, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<Round> rounds = new ArrayList<>();
    try (var server = ServerProcess.silent();
        var client = client(who, server)) {
      for (int number = 0; number <= sizes.rounds(); number++) {
        Round round = round(server, client, (number + 1L) * sizes.calls());
        rounds.add(round);
        progress.accept(
            "%s round %d: futures %.1f ms, listeners %.1f ms, last close %.0f ms, %d late requests"
                .formatted(
                    who,
                    number,
                    round.futureMs(),
                    round.heardMs(),
                    round.lastCloseMs(),
                    round.requestsAfter()));
      }
    }
    return rounds;
  }

  private ForkedJvm client(String who, ServerProcess server) throws IOException {
    return ForkedJvm.start(
        CancelClient.class, who, server.base(), sizes.calls(), sizes.rounds() + 1);
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

  private static Figure worst(
      String name, Bound bound, ToDoubleFunction<Round> value, List<Round> ours, List<Round> raw) {
    Quantiles warm = warm(ours, value);
    Quantiles bare = warm(raw, value);
    String detail =
        "worst; median %s, cold %s; raw worst %s, median %s"
            .formatted(
                Figure.number(warm.median()),
                Figure.number(value.applyAsDouble(ours.get(0))),
                Figure.number(bare.max()),
                Figure.number(bare.median()));
    return new Figure(name, warm.max(), bound, detail);
  }

  private static Quantiles warm(List<Round> rounds, ToDoubleFunction<Round> value) {
    return Quantiles.of(rounds.stream().skip(1).mapToDouble(value).toArray());
  }

  private static Figure requestsAfter(String name, List<Round> ours, List<Round> raw) {
    long late = ours.stream().mapToLong(Round::requestsAfter).sum();
    long bare = raw.stream().mapToLong(Round::requestsAfter).sum();
    String detail = "later than " + QUIET_AFTER_MS + " ms after the cancel; raw " + bare;
    return new Figure(name, late, Bound.exactly(0), detail);
  }
}
