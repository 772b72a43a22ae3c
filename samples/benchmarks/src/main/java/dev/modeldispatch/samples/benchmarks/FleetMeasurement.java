package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a fleet adds to its sessions: many at once over the fake servers, each from its launch to
 * the end of its turn, above what the turn takes and above what a client needs that does the fewest
 * calls there can be. Servers and clients have a JVM of their own each.
 */
final class FleetMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param sessions sessions at once
   * @param rounds rounds, of which the first {@code cold} do not count
   * @param cold rounds before the JVMs are warm
   * @param work how long a turn takes
   */
  record Sizes(int sessions, int rounds, int cold, Duration work) {
    static final Sizes FULL = new Sizes(20, 60, 30, Duration.ofMillis(500));
  }

  /** What one client found. */
  private record Found(double addedMs, long ended, long threads) {}

  private final Sizes sizes;

  FleetMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public String about() {
    return sizes.sessions() + " agent sessions at once over the fakes: time, threads, what is left";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    try (var folder = TempFolder.make();
        var server = ForkedJvm.start(FleetServer.class, sizes.work().toMillis(), folder.path())) {
      Message at = server.expect("listening");
      String opencode = at.text("opencode");
      Found bare = measure("bare", opencode, at, folder.path().toString(), progress);
      Found ours = measure("opencode", opencode, at, folder.path().toString(), progress);
      Found oppi = measure("oppi", at.text("oppi"), at, FleetServer.WORKSPACE, progress);
      server.tell("count");
      Message left = server.expect("left");
      String name = "fleet" + sizes.sessions();
      return List.of(
          new Figure(
              name + ".added_ms.p50",
              ours.addedMs() - bare.addedMs(),
              Bound.atMost(20),
              "above a bare client; above the turn %.1f, bare %.1f; over oppi %.1f"
                  .formatted(ours.addedMs(), bare.addedMs(), oppi.addedMs())),
          new Figure(
              name + ".ended",
              Math.min(ours.ended(), oppi.ended()),
              Bound.exactly(sizes.sessions()),
              "turns in the round with the fewest"),
          new Figure(
              name + ".threads",
              Math.max(ours.threads(), oppi.threads()),
              Bound.atMost(40),
              "at the peak; opencode " + ours.threads() + ", oppi " + oppi.threads()),
          new Figure(
              name + ".sessions_left",
              left.whole("opencode") + left.whole("oppi"),
              Bound.exactly(0),
              "at both servers"));
    }
  }

  private Found measure(
      String who, String url, Message at, String workspace, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<Double> added = new ArrayList<>();
    long fewest = Long.MAX_VALUE;
    try (var client =
        ForkedJvm.start(
            FleetClient.class,
            who,
            url,
            at.text("token"),
            workspace,
            sizes.sessions(),
            sizes.rounds(),
            sizes.work().toMillis())) {
      for (int round = 1; round <= sizes.rounds(); round++) {
        Message done = client.expect("round");
        fewest = Math.min(fewest, done.whole("ended"));
        if (round > sizes.cold()) {
          added.add(done.number("added_ms"));
        }
      }
      long threads = client.expect("peak").whole("threads");
      client.tell("end");
      double median = Quantiles.of(added.stream().mapToDouble(d -> d).toArray()).median();
      progress.accept(
          String.format(
              Locale.ROOT, "%s: %.1f ms above the turn, %d threads", who, median, threads));
      return new Found(median, fewest, threads);
    }
  }
}
