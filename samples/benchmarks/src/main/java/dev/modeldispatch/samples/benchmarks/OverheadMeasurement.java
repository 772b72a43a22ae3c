package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a dispatch costs beside a bare HTTP call: pairs of blocks, ours and raw, in one JVM against
 * one fast server. Pairs alternate who goes first (ABBA), so that a machine that slows down or
 * speeds up favours nobody; the median of the pairs' ratios is the figure. Processor time is told
 * beside: it bears a busy machine best.
 */
final class OverheadMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param pairs pairs of blocks that count
   * @param warmUp pairs of blocks before, which do not
   * @param calls calls in a block
   * @param inFlight calls at the same time
   */
  record Sizes(int pairs, int warmUp, int calls, int inFlight) {
    static final Sizes FULL = new Sizes(9, 3, 20_000, 32);
  }

  private record Pair(double ours, double raw) {
    double ratio() {
      return ours / raw;
    }
  }

  private final Sizes sizes;

  OverheadMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "overhead";
  }

  @Override
  public String about() {
    return "throughput and p99 latency against raw HttpClient.sendAsync, closed loop";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    try (var server = ServerProcess.answeringAfter(Duration.ZERO);
        var client = client(server)) {
      List<Message> pairs =
          IntStream.range(0, sizes.warmUp() + sizes.pairs())
              .mapToObj(number -> nextPair(client, number, progress))
              .skip(sizes.warmUp())
              .toList();
      List<Pair> throughput = pairs(pairs, "ours_per_s", "raw_per_s");
      List<Pair> p99 = pairs(pairs, "ours_p99_us", "raw_p99_us");
      List<Pair> cpu = pairs(pairs, "ours_cpu_us", "raw_cpu_us");
      return List.of(
          figure("overhead.throughput.ratio", throughput, Bound.atLeast(0.90), "calls/s"),
          figure("overhead.p99.ratio", p99, Bound.atMost(1.30), "us"),
          figure("overhead.cpu.ratio", cpu, Bound.none(), "us of processor time per call"));
    }
  }

  private ForkedJvm client(ServerProcess server) throws IOException {
    int pairs = sizes.warmUp() + sizes.pairs();
    return ForkedJvm.start(
        OverheadClient.class, server.base(), pairs, sizes.calls(), sizes.inFlight());
  }

  private Message nextPair(ForkedJvm client, int number, Consumer<String> progress) {
    try {
      Message pair = client.expect("pair");
      String kind = number < sizes.warmUp() ? "warm-up" : "pair " + (number - sizes.warmUp() + 1);
      progress.accept(
          "%s: ours %.0f, raw %.0f calls/s; p99 ours %.0f, raw %.0f us"
              .formatted(
                  kind,
                  pair.number("ours_per_s"),
                  pair.number("raw_per_s"),
                  pair.number("ours_p99_us"),
                  pair.number("raw_p99_us")));
      return pair;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in pair " + number, e);
    }
  }

  private static List<Pair> pairs(List<Message> messages, String ours, String raw) {
    return messages.stream().map(m -> new Pair(m.number(ours), m.number(raw))).toList();
  }

  private static Figure figure(String name, List<Pair> pairs, Bound bound, String unit) {
    Quantiles ratios = quantiles(pairs, Pair::ratio);
    String detail =
        "%s; medians: ours %.0f, raw %.0f %s"
            .formatted(
                ratios.quartiles(),
                quantiles(pairs, Pair::ours).median(),
                quantiles(pairs, Pair::raw).median(),
                unit);
    return new Figure(name, ratios.median(), bound, detail);
  }

  private static Quantiles quantiles(List<Pair> pairs, ToDoubleFunction<Pair> value) {
    return Quantiles.of(pairs.stream().mapToDouble(value).toArray());
  }
}
