package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What many targets at once cost: one batch against a server that takes its time for each. All
 * numbers are the client's, above what its JVM held before the library was built. A raw client does
 * the same in a JVM of its own, and stands beside.
 */
final class FanoutMeasurement implements Measurement {
  private static final double KIB = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * How much is measured.
   *
   * @param calls targets at once
   * @param rounds rounds, of which the first {@code cold} do not count for the time
   * @param cold rounds before the JVM is warm
   * @param delay how long the server takes for each
   */
  record Sizes(int calls, int rounds, int cold, Duration delay) {
    static final Sizes FULL = new Sizes(1_000, 5, 2, Duration.ofSeconds(2));
  }

  /** What one client found. */
  private record Found(List<Message> rounds, Message held, Message peak, Message left) {}

  private final Sizes sizes;

  FanoutMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public String about() {
    return sizes.calls() + " targets at once: time, threads, heap, and what is left after close()";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    Found raw = measure("raw", progress);
    Found ours = measure("ours", progress);
    String name = "fanout" + sizes.calls();
    List<Figure> figures = new ArrayList<>();
    figures.add(answered(name + ".answered", ours, raw));
    figures.add(
        new Figure(name + ".wall.ratio", wall(ours).median(), Bound.none(), wallDetail(ours, raw)));
    figures.add(
        new Figure(
            name + ".threads",
            ours.peak().whole("threads"),
            Bound.atMost(40),
            "at the peak; raw " + raw.peak().whole("threads")));
    figures.add(
        new Figure(
            name + ".heap_kib_per_call",
            heap(ours),
            Bound.atMost(64),
            "retained with all in flight; raw " + Figure.number(heap(raw))));
    figures.addAll(left(name, ours.left()));
    return figures;
  }

  private Found measure(String who, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (var server = ServerProcess.answeringAfter(sizes.delay());
        var client =
            ForkedJvm.start(
                FanoutClient.class, who, server.base(), sizes.calls(), sizes.rounds())) {
      List<Message> rounds = new ArrayList<>();
      for (int round = 1; round <= sizes.rounds(); round++) {
        Message done = client.expect("round");
        progress.accept(
            "%s round %d: %.2f s, %s answered"
                .formatted(who, round, done.number("wall_s"), done.text("answered")));
        rounds.add(done);
      }
      Message held = hold(server, client);
      return new Found(rounds, held, client.expect("peak"), client.expect("left"));
    }
  }

  /** Lets the client count its heap while the server holds every call. */
  private Message hold(ServerProcess server, ForkedJvm client) throws InterruptedException {
    long arrived = server.arrivals();
    server.hold();
    client.tell("hold");
    client.expect("started");
    server.awaitArrivals(arrived + sizes.calls(), PATIENCE);
    client.tell("arrived");
    Message held = client.expect("held");
    server.delay(Duration.ZERO);
    if (held.whole("open") != sizes.calls()) {
      throw new IllegalStateException(
          "only %s of %d calls were in flight when the heap was counted"
              .formatted(held.text("open"), sizes.calls()));
    }
    return held;
  }

  private Figure answered(String name, Found ours, Found raw) {
    long fewest = ours.rounds().stream().mapToLong(r -> r.whole("answered")).min().orElse(0);
    long rawFewest = raw.rounds().stream().mapToLong(r -> r.whole("answered")).min().orElse(0);
    String detail = "in the round with the fewest; raw " + rawFewest;
    return new Figure(name, fewest, Bound.exactly(sizes.calls()), detail);
  }

  private Quantiles wall(Found found) {
    return Quantiles.of(
        found.rounds().stream()
            .skip(sizes.cold())
            .mapToDouble(round -> round.number("wall_s") * 1000 / sizes.delay().toMillis())
            .toArray());
  }

  private String wallDetail(Found ours, Found raw) {
    return "median of rounds %d to %d; cold %s; raw %s, cold %s"
        .formatted(
            sizes.cold() + 1,
            sizes.rounds(),
            Figure.number(cold(ours)),
            Figure.number(wall(raw).median()),
            Figure.number(cold(raw)));
  }

  private double cold(Found found) {
    return found.rounds().get(0).number("wall_s") * 1000 / sizes.delay().toMillis();
  }

  private double heap(Found found) {
    return found.held().number("bytes") / KIB / sizes.calls();
  }

  private static List<Figure> left(String name, Message left) {
    String names = left.text("names").isEmpty() ? "" : " (" + left.text("names") + ")";
    String after = Figure.number(left.number("seconds")) + " s after close()";
    return List.of(
        new Figure(
            name + ".own_threads_left",
            left.number("own_threads"),
            Bound.exactly(0),
            "named dispatch-, at most 1 s after close()"),
        new Figure(name + ".threads_left", left.number("threads"), Bound.exactly(0), after + names),
        new Figure(name + ".descriptors_left", left.number("descriptors"), Bound.atMost(0), after));
  }
}
