package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.file.BatchFileDispatcher;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.FileCase;
import dev.modeldispatch.core.file.FileDispatcher;
import dev.modeldispatch.core.file.FileResponder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How much longer many signals in one folder take than the slowest of those who answer them. The
 * batch's time is counted from the first signal to be written to the last result; the responder's
 * from the moment at which it sees a signal.
 */
final class FilesMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param signals signals of the one batch
   * @param quickest how long the quickest answer takes
   * @param slowest how long the slowest answer takes
   * @param poll how long after one look at the folder the next follows
   */
  record Sizes(int signals, Duration quickest, Duration slowest, Duration poll) {
    static final Sizes FULL =
        new Sizes(1_000, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(500));
  }

  private static final String ANSWER = "{\"verdict\":\"flaky\"}";
  private static final Duration RESPONDER_POLL = Duration.ofMillis(200);

  private final Sizes sizes;

  FilesMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public String about() {
    return sizes.signals() + " signals in one folder, one batch, over the slowest responder";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException {
    ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    try (var temp = TempFolder.make();
        var files = FileDispatcher.builder(temp.path()).pollInterval(sizes.poll()).open();
        var responder =
            FileResponder.builder(temp.path())
                .asks(answering(timers), "bench/responder")
                .parallel(sizes.signals())
                .pollInterval(RESPONDER_POLL)
                .start()) {
      List<FileCase> cases = cases(temp.path());
      var batches = BatchFileDispatcher.builder(files).batchSize(sizes.signals()).build();
      long listed = files.listings();
      long start = System.nanoTime();

      BatchResult result = batches.dispatch(BatchManifest.Phase.TRIAGE, cases);

      double seconds = (System.nanoTime() - start) / 1e9;
      long listings = files.listings() - listed;
      progress.accept("%.2f s, %d sweeps".formatted(seconds, files.sweeps()));
      return figures(result, seconds, (double) listings / files.sweeps(), responder.answered());
    } finally {
      timers.shutdownNow();
    }
  }

  private List<Figure> figures(
      BatchResult result, double seconds, double listingsPerSweep, long written) {
    double slowest = sizes.slowest().toMillis() / 1e3;
    String name = "files" + sizes.signals();
    return List.of(
        new Figure(
            name + ".added_percent",
            (seconds - slowest) / slowest * 100,
            Bound.atMost(10),
            "%.2f s over %.2f s".formatted(seconds, slowest)),
        new Figure(
            name + ".answered",
            result.answers().size(),
            Bound.exactly(sizes.signals()),
            written + " artifacts"),
        new Figure(name + ".listings_per_sweep", listingsPerSweep, Bound.exactly(1), ""));
  }

  private List<FileCase> cases(Path folder) throws IOException {
    List<FileCase> cases = new ArrayList<>();
    for (int i = 0; i < sizes.signals(); i++) {
      String id = "case-" + i;
      Files.createDirectory(folder.resolve(id));
      Files.writeString(folder.resolve(id).resolve("prompt.md"), "Why does " + id + " fail?");
      cases.add(FileCase.of(id, "F1_TRIAGE", Path.of(id, "prompt.md")));
    }
    return cases;
  }

  /** Answers after times that are spread evenly, in an order without a pattern. */
  private Dispatcher answering(ScheduledExecutorService timers) {
    long least = sizes.quickest().toMillis();
    long spread = sizes.slowest().toMillis() - least;
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < sizes.signals(); i++) {
      delays.add(least + spread * i / Math.max(1, sizes.signals() - 1));
    }
    Collections.shuffle(delays, new Random(4711));
    var left = delays.iterator();
    return (target, prompt, listener) -> {
      var answer = new CompletableFuture<ModelResult>();
      long delay;
      synchronized (left) {
        delay = left.next();
      }
      var unused =
          timers.schedule(
              () -> answer.complete(ModelResult.builder(target).answered(ANSWER)),
              delay,
              TimeUnit.MILLISECONDS);
      return answer;
    };
  }
}
