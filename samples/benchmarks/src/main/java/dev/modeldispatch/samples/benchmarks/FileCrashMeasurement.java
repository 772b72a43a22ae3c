package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.file.FileResponder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills runs over a folder with -9 at random moments and starts them again, until each case has its
 * result; counts results that are lost or not whole, and cases that were asked twice.
 */
final class FileCrashMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param kills how many kills
   * @param cases cases of each folder
   */
  record Sizes(int kills, int cases) {
    static final Sizes FULL = new Sizes(100, 24);
  }

  private static final Duration POLL = Duration.ofMillis(5);
  private static final int LATEST_KILL_MS = 400;

  private final Sizes sizes;
  private final Random random = new Random(4711);
  private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();
  private int kills;
  private int lost;
  private int doubled;

  FileCrashMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "filecrash";
  }

  @Override
  public String about() {
    return "runs by files, killed " + sizes.kills() + " times and started again";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    try {
      while (kills < sizes.kills()) {
        try (var temp = TempFolder.make()) {
          oneFolder(temp.path(), timers);
        }
        progress.accept("%d kills, %d lost, %d doubled".formatted(kills, lost, doubled));
      }
    } finally {
      timers.shutdownNow();
    }
    return List.of(
        new Figure("filecrash.runs", kills, Bound.exactly(sizes.kills()), "killed with -9"),
        new Figure("filecrash.lost", lost, Bound.exactly(0), ""),
        new Figure("filecrash.doubled", doubled, Bound.exactly(0), ""));
  }

  private void oneFolder(Path folder, ScheduledExecutorService timers)
      throws IOException, InterruptedException {
    asked.clear();
    var builder = FileResponder.builder(folder).pollInterval(POLL).parallel(3);
    try (var one = builder.asks(answering(timers), "bench/1").start();
        var two = builder.name("two").asks(answering(timers), "bench/2").start()) {
      Optional<List<String>> results = Optional.empty();
      while (results.isEmpty()) {
        results = runOnce(folder, timers);
      }
      for (int i = 0; i < sizes.cases(); i++) {
        boolean there = i < results.get().size() && results.get().get(i).equals(answer("C" + i));
        lost += there ? 0 : 1;
      }
      doubled += asked.values().stream().mapToInt(times -> times - 1).sum();
      doubled += (int) Math.max(0, one.answered() + two.answered() - sizes.cases());
    }
  }

  /** Returns the results; nothing if the run was killed before it had them. */
  private Optional<List<String>> runOnce(Path folder, ScheduledExecutorService timers)
      throws IOException, InterruptedException {
    List<String> results = new ArrayList<>();
    try (var run = ForkedJvm.start(FileCrashClient.class, folder, sizes.cases())) {
      run.expect("open");
      if (kills < sizes.kills()) {
        int latest = random.nextInt(4) == 0 ? LATEST_KILL_MS / 20 : LATEST_KILL_MS;
        var unused = timers.schedule(run::close, random.nextInt(latest), TimeUnit.MILLISECONDS);
      }
      for (var said = run.next(); said.isPresent(); said = run.next()) {
        if (said.get().word().equals("end")) {
          return Optional.of(results);
        }
        results.add(said.get().text("text"));
      }
    }
    kills++;
    return Optional.empty();
  }

  private static String answer(String id) {
    return "{\"said\":\"" + id + "\"}";
  }

  private Dispatcher answering(ScheduledExecutorService timers) {
    return (target, prompt, listener) -> {
      int times = asked.merge(prompt.text(), 1, Integer::sum);
      var reply = new CompletableFuture<ModelResult>();
      var unused =
          timers.schedule(
              () -> reply.complete(ModelResult.builder(target).answered(answer(prompt.text()))),
              (asked.size() + times) % 7 * 5L,
              TimeUnit.MILLISECONDS);
      return reply;
    };
  }
}
