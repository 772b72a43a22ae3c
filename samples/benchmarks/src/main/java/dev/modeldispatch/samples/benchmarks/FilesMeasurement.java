package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.file.BatchFileDispatcher;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.Briefing;
import dev.modeldispatch.core.file.FileCase;
import dev.modeldispatch.core.file.FileDispatcher;
import dev.modeldispatch.core.file.FileResponder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * How much longer many signals in one folder take than the slowest of those who answer them. The
 * batch's time is counted from the first signal to be written to the last result; a responder's
 * from its own signal being written.
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

  private static final String CASE = "case-";
  private static final String ANSWER = "{\"verdict\":\"flaky\"}";
  private static final int COLD_ROUNDS = 3;
  private static final Duration RESPONDER_POLL = Duration.ofMillis(500);

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

  /** What one batch took: until all signals stood on disk, the last answer was given, the end. */
  private record Took(
      double written, double lastGiven, double end, int answers, double listingsPerSweep) {}

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException {
    var few = new Sizes(100, Duration.ofMillis(200), Duration.ofMillis(400), sizes.poll());
    for (int round = 0; round < COLD_ROUNDS; round++) {
      one(few);
    }
    Took took = one(sizes);
    progress.accept(
        "written after %.2f s, last answer given after %.2f s, end after %.2f s"
            .formatted(took.written(), took.lastGiven(), took.end()));
    double slowest = sizes.slowest().toMillis() / 1e3;
    String name = "files" + sizes.signals();
    return List.of(
        new Figure(
            name + ".added_percent",
            (took.end() - slowest) / slowest * 100,
            Bound.atMost(10),
            "%.2f s over %.2f s; signals written after %.2f s"
                .formatted(took.end(), slowest, took.written())),
        new Figure(name + ".answered", took.answers(), Bound.exactly(sizes.signals()), ""),
        new Figure(name + ".listings_per_sweep", took.listingsPerSweep(), Bound.exactly(1), ""));
  }

  private Took one(Sizes size) throws IOException {
    ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    var lastGiven = new AtomicLong();
    var written = new AtomicLong();
    try (var temp = TempFolder.make();
        var files = FileDispatcher.builder(temp.path()).pollInterval(size.poll()).open();
        var responder =
            FileResponder.builder(temp.path())
                .asks(answering(temp.path(), size, timers, lastGiven), "bench/responder")
                .parallel(size.signals())
                .pollInterval(RESPONDER_POLL)
                .start()) {
      List<FileCase> cases = cases(temp.path(), size.signals());
      var batches =
          BatchFileDispatcher.builder(files)
              .batchSize(size.signals())
              .briefing(
                  context -> {
                    written.set(System.nanoTime());
                    return Briefing.builder(context).build();
                  })
              .build();
      long listed = files.listings();
      long start = System.nanoTime();

      BatchResult result = batches.dispatch(BatchManifest.Phase.TRIAGE, cases);

      long end = System.nanoTime();
      long answers = Math.min(result.answers().size(), responder.answered());
      return new Took(
          (written.get() - start) / 1e9,
          (lastGiven.get() - start) / 1e9,
          (end - start) / 1e9,
          (int) answers,
          (double) (files.listings() - listed) / files.sweeps());
    } finally {
      timers.shutdownNow();
    }
  }

  private static List<FileCase> cases(Path folder, int signals) throws IOException {
    List<FileCase> cases = new ArrayList<>();
    for (int i = 0; i < signals; i++) {
      String id = CASE + i;
      Files.createDirectory(folder.resolve(id));
      Files.writeString(
          folder.resolve(id).resolve("prompt.md"),
          "Why does " + id + " fail?",
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.SYNC, // else the batch's own writes would pay for it
          StandardOpenOption.WRITE);
      cases.add(FileCase.of(id, "F1_TRIAGE", Path.of(id, "prompt.md")));
    }
    return cases;
  }

  /**
   * Answers so long after each signal was written, spread evenly and in an order without a pattern:
   * how often the responder looks is not what is measured.
   */
  private static Dispatcher answering(
      Path folder, Sizes size, ScheduledExecutorService timers, AtomicLong lastGiven) {
    long least = size.quickest().toMillis();
    long spread = size.slowest().toMillis() - least;
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < size.signals(); i++) {
      delays.add(least + spread * i / Math.max(1, size.signals() - 1));
    }
    Collections.shuffle(delays, new Random(4711));
    return (target, prompt, listener) -> {
      var answer = new CompletableFuture<ModelResult>();
      String id = prompt.labels().getOrDefault(FileDispatcher.CASE, "");
      long delay = delays.get(Integer.parseInt(id.substring(CASE.length())));
      var unused =
          timers.schedule(
              () -> {
                lastGiven.set(System.nanoTime());
                answer.complete(ModelResult.builder(target).answered(ANSWER));
              },
              delay - age(folder.resolve(id).resolve("signal.json")),
              TimeUnit.MILLISECONDS);
      return answer;
    };
  }

  private static long age(Path file) {
    try {
      return System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
