package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the fake server costs a test: how long it takes to start, and how much later than told its
 * answers come when many wait for one. Server and client have a JVM of their own each.
 */
final class TestkitMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param starts servers that are started, of which the first does not count
   * @param calls calls at once
   * @param rounds rounds, of which the first {@code cold} do not count
   * @param cold rounds before both JVMs are warm
   * @param delay how long each model takes
   */
  record Sizes(int starts, int calls, int rounds, int cold, Duration delay) {
    static final Sizes FULL = new Sizes(21, 1_000, 7, 2, Duration.ofSeconds(2));
  }

  private final Sizes sizes;

  TestkitMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "testkit";
  }

  @Override
  public String about() {
    return "the fake server: its start, and " + sizes.calls() + " calls at once";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    try (var server =
        ForkedJvm.start(KitServer.class, sizes.starts(), sizes.calls(), sizes.delay().toMillis())) {
      double first = server.expect("started").number("ms");
      double[] starts = new double[sizes.starts() - 1];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = server.expect("started").number("ms");
      }
      String base = server.expect("listening").text("base");
      List<Message> raw = rounds("raw", base, progress);
      List<Message> ours = rounds("ours", base, progress);
      String name = "testkit.concurrent" + sizes.calls();
      return List.of(
          start(first, Quantiles.of(starts)),
          new Figure(
              name + ".answered",
              Math.min(fewest(ours), fewest(raw)),
              Bound.exactly(sizes.calls()),
              "in the round with the fewest, of both clients"),
          new Figure(
              name + ".wall.ratio",
              wall(ours).median(),
              Bound.atMost(1.5),
              "of %s; %s; with a raw client %s"
                  .formatted(
                      sizes.delay(), wall(ours).quartiles(), Figure.number(wall(raw).median()))));
    }
  }

  private Figure start(double first, Quantiles starts) {
    String detail =
        "median of %d; slowest %s, the first of the JVM %s"
            .formatted(sizes.starts() - 1, Figure.number(starts.max()), Figure.number(first));
    return new Figure("testkit.start_ms", starts.median(), Bound.atMost(100), detail);
  }

  /** The client is the one of {@link FanoutMeasurement}, up to where it counts its heap. */
  private List<Message> rounds(String who, String base, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<Message> rounds = new ArrayList<>();
    try (var client =
        ForkedJvm.start(FanoutClient.class, who, base, sizes.calls(), sizes.rounds())) {
      for (int round = 1; round <= sizes.rounds(); round++) {
        Message done = client.expect("round");
        progress.accept(
            "%s round %d: %.2f s, %s answered"
                .formatted(who, round, done.number("wall_s"), done.text("answered")));
        rounds.add(done);
      }
    }
    return rounds;
  }

  private static long fewest(List<Message> rounds) {
    return rounds.stream().mapToLong(round -> round.whole("answered")).min().orElse(0);
  }

  private Quantiles wall(List<Message> rounds) {
    return Quantiles.of(
        rounds.stream()
            .skip(sizes.cold())
            .mapToDouble(round -> round.number("wall_s") * 1000 / sizes.delay().toMillis())
            .toArray());
  }
}
