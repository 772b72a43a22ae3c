package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.opencode.OpencodeServer;
import dev.modeldispatch.core.opencode.OpencodeServerOptions;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a dispatch over the real session server costs beside the same calls by a bare client: both
 * make a session, send the prompt and delete the session, with the event stream open. One after the
 * other, in pairs that alternate who goes first, so that a server that slows down favours nobody.
 */
final class OpencodeMeasurement implements Measurement {
  private static final String TARGET = "fake/quick";

  /**
   * How much is measured.
   *
   * @param pairs pairs of dispatches that count
   * @param warmUp pairs before, which do not
   */
  record Sizes(int pairs, int warmUp) {
    static final Sizes FULL = new Sizes(300, 20);
  }

  private final Optional<Path> binary;
  private final Sizes sizes;

  OpencodeMeasurement(Optional<Path> binary, Sizes sizes) {
    this.binary = binary;
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "opencode";
  }

  @Override
  public String about() {
    return "added time over the same calls to a real opencode server; needs its binary's path";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    Path program =
        binary.orElseThrow(
            () ->
                new IllegalStateException(
                    "no binary; give its path as an argument or in DISPATCH_OPENCODE"));
    try (var upstream = FakeModelServer.start();
        var server = start(program, upstream);
        var models = ModelDispatch.builder().opencode(server).build();
        var bare = BareSessions.open(server.options())) {
      upstream.model("quick").answers("Because air scatters blue light most.");
      return measure(models, bare, progress);
    }
  }

  private static OpencodeServer start(Path program, FakeModelServer upstream) {
    return OpencodeServer.start(
        OpencodeServerOptions.builder(program)
            .provider("fake", upstream.baseUri(), "quick")
            .build());
  }

  private List<Figure> measure(ModelDispatch models, BareSessions bare, Consumer<String> progress)
      throws IOException, InterruptedException {
    var ours = new double[sizes.pairs()];
    var raw = new double[sizes.pairs()];
    var added = new double[sizes.pairs()];
    for (int round = -sizes.warmUp(); round < sizes.pairs(); round++) {
      boolean oursFirst = Math.floorMod(round, 2) == 0;
      double first = oursFirst ? ours(models) : bare.ask();
      double second = oursFirst ? bare.ask() : ours(models);
      if (round >= 0) {
        ours[round] = oursFirst ? first : second;
        raw[round] = oursFirst ? second : first;
        added[round] = ours[round] - raw[round];
      }
      if (round % 100 == 0) {
        progress.accept("pair %d: %.1f and %.1f ms".formatted(round, first, second));
      }
    }
    return figures(Quantiles.of(ours), Quantiles.of(raw), Quantiles.of(added));
  }

  private static double ours(ModelDispatch models) {
    long begun = System.nanoTime();
    ModelResult result = models.ask(TARGET, "Why is the sky blue?");
    double took = (System.nanoTime() - begun) / 1e6;
    if (!result.isAnswered()) {
      throw new IllegalStateException("no answer: " + result);
    }
    return took;
  }

  private static List<Figure> figures(Quantiles ours, Quantiles raw, Quantiles added) {
    String detail =
        "medians: ours %.1f, bare %.1f ms; of the pairs' differences %.1f, %s"
            .formatted(ours.median(), raw.median(), added.median(), added.quartiles());
    return List.of(
        new Figure("opencode.added_ms.p50", ours.median() - raw.median(), Bound.atMost(5), detail),
        new Figure("opencode.dispatch_ms.p50", ours.median(), Bound.none(), ours.quartiles()));
  }
}
