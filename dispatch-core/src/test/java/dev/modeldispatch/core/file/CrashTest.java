package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.Fork;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs are killed with -9 at random moments and started again, while responders go on. 5 kills by
 * default; {@code -Ddispatch.long=true} makes it 100.
 */
class CrashTest {
  private static final int KILLS =
      Integer.getInteger("dispatch.files.kills", Boolean.getBoolean("dispatch.long") ? 100 : 5);
  private static final int CASES = 24;
  private static final long SEED = Long.getLong("dispatch.files.seed", 4711);

  @TempDir Path temp;
  private final Random random = new Random(SEED);
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> torn = new ConcurrentLinkedQueue<>();
  private volatile boolean done;
  private int kills;

  @AfterEach
  void end() {
    done = true;
    timers.shutdownNow();
  }

  @Test
  void killedRunsLoseNothingAskNothingTwiceAndLeaveNothingTorn() throws Exception {
    for (int run = 0; kills < KILLS; run++) {
      asked.clear();
      Path folder = Files.createDirectory(temp.resolve("suite" + run));
      var reader = new Thread(() -> readAll(folder), "reader");
      reader.start();
      List<String> results = runUntilDone(folder);
      done = true;
      reader.join();
      done = false;

      assertThat(results).as("run %d", run).isEqualTo(expected());
      assertThat(asked).as("asked in run %d", run).hasSize(CASES).doesNotHaveDuplicates();
      assertThat(torn).isEmpty();
      assertThat(leftOvers(folder)).isEmpty();
    }
  }

  private static List<String> expected() {
    return IntStream.range(0, CASES).mapToObj(i -> "{\"said\":\"Say C" + i + "\"}").toList();
  }

  private List<String> runUntilDone(Path folder) throws Exception {
    Dispatcher models =
        (target, prompt, listener) -> {
          asked.add(prompt.text());
          var answer = new CompletableFuture<ModelResult>();
          String text = "{\"said\":\"" + prompt.text() + "\"}";
          var unused =
              timers.schedule(
                  () -> answer.complete(ModelResult.builder(target).answered(text)),
                  asked.size() % 7 * 5L,
                  TimeUnit.MILLISECONDS);
          return answer;
        };
    var builder = FileResponder.builder(folder).pollInterval(Duration.ofMillis(5)).parallel(3);
    try (var one = builder.asks(models, "m/1").start();
        var two = builder.name("two").asks(models, "m/2").start()) {
      Optional<List<String>> results = Optional.empty();
      while (results.isEmpty()) {
        results = runOnce(folder);
      }
      assertThat(one.answered() + two.answered()).isEqualTo(CASES);
      return results.get();
    }
  }

  /** Returns the results, or nothing if it was killed before. */
  private Optional<List<String>> runOnce(Path folder) throws Exception {
    Process process = Fork.start(List.of(), RunOfCases.class, folder, CASES);
    List<String> results = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      Fork.await("open", lines);
      if (kills < KILLS) {
        int delay = random.nextInt(random.nextInt(4) == 0 ? 20 : 400);
        var unused = timers.schedule(process::destroyForcibly, delay, TimeUnit.MILLISECONDS);
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("result ")) {
          results.add(line.substring("result ".length()));
        } else if (line.equals("end")) {
          return Optional.of(results);
        }
      }
    }
    process.waitFor();
    kills++;
    return Optional.empty();
  }

  /** Reads what there is over and over, as agents do. */
  private void readAll(Path folder) {
    while (!done) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        files
            .filter(file -> file.toString().endsWith(".json"))
            .forEach(file -> whole(file).ifPresent(torn::add));
      } catch (IOException | java.io.UncheckedIOException e) {
        // a folder that went while it was listed
      }
    }
  }

  private static Optional<String> whole(Path file) {
    try {
      Json.parse(Files.readAllBytes(file));
      return Optional.empty();
    } catch (JsonTrouble e) {
      return Optional.of(file + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      return Optional.empty(); // an artifact of before that was taken away
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private static List<String> leftOvers(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".tmp")).toList();
    }
  }
}
