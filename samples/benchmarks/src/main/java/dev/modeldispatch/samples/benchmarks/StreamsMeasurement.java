package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What streamed answers cost: how fast recorded streams are read, from pieces of bytes to events,
 * on one thread; and how much later than at a raw client the first word of an answer is heard, from
 * when the server let it go.
 */
final class StreamsMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param events events in a round of reading
   * @param warmUp rounds before, which do not count
   * @param rounds rounds that count
   * @param warmUpPairs pairs of calls before, which do not count
   * @param pairs pairs of calls that count, ours and raw
   */
  record Sizes(int events, int warmUp, int rounds, int warmUpPairs, int pairs) {
    static final Sizes FULL = new Sizes(100_000, 10, 21, 20, 101);
  }

  private static final Duration FIRST_WORD_AFTER = Duration.ofMillis(50);

  private final Sizes sizes;

  StreamsMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public String about() {
    return "bytes to events per second, and the first word's delay against raw HttpClient";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (RecordedStream stream : RecordedStream.values()) {
      figures.add(speed(stream, progress));
    }
    figures.add(firstText(progress));
    return figures;
  }

  private Figure speed(RecordedStream stream, Consumer<String> progress)
      throws IOException, InterruptedException {
    String name = stream.name().toLowerCase(Locale.ROOT) + ".mb_per_s";
    double[] speeds = new double[sizes.rounds()];
    double[] walls = new double[sizes.rounds()];
    double bytes = 0;
    try (var client =
        ForkedJvm.start(
            ReaderClient.class, stream.name(), sizes.events(), sizes.warmUp(), sizes.rounds())) {
      for (int round = 0; round < sizes.rounds(); round++) {
        Message done = client.expect("round");
        speeds[round] = done.number("mb_per_s");
        walls[round] = done.number("wall");
        bytes = done.number("bytes");
      }
    }
    Quantiles quantiles = Quantiles.of(speeds);
    String detail =
        "per second of one thread's processor time; %s; by the clock %.0f; events of %.0f bytes"
            .formatted(quantiles.quartiles(), Quantiles.of(walls).median(), bytes / sizes.events());
    progress.accept("%s: %.0f".formatted(name, quantiles.median()));
    return new Figure(name, quantiles.median(), Bound.atLeast(100), detail);
  }

  private Figure firstText(Consumer<String> progress) throws IOException, InterruptedException {
    double[] ours = new double[sizes.pairs()];
    double[] raw = new double[sizes.pairs()];
    boolean streamed = true;
    try (var server = ServerProcess.answeringAfter(FIRST_WORD_AFTER)) {
      server.stampAnswers();
      try (var client =
          ForkedJvm.start(
              FirstTextClient.class, server.base(), sizes.warmUpPairs() + sizes.pairs())) {
        for (int pair = -sizes.warmUpPairs(); pair < sizes.pairs(); pair++) {
          Message done = client.expect("pair");
          streamed &= done.whole("streamed") == 1;
          if (pair >= 0) {
            ours[pair] = done.number("ours_ms");
            raw[pair] = done.number("raw_ms");
          }
        }
      }
    }
    double our = Quantiles.of(ours).median();
    double bare = Quantiles.of(raw).median();
    progress.accept("first text: ours %.3f, raw %.3f ms".formatted(our, bare));
    String detail =
        "ours %.3f - raw %.3f ms after the server's flush, medians on this machine; %s"
            .formatted(our, bare, streamed ? "streamed" : "ours was NOT streamed");
    return new Figure("first_text.added_ms.p50", our - bare, Bound.atMost(5), detail);
  }
}
