package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process killed at any step of an execution leaves nothing that the next one cannot take to its
 * end. {@code -Ddispatch.long} kills at every step, else at five of them.
 */
class KilledTest {
  private static final int STEPS = 10;

  @TempDir Path folder;

  static Stream<Integer> steps() {
    IntStream all = IntStream.rangeClosed(1, STEPS);
    boolean isLong = Boolean.getBoolean("dispatch.long");
    return all.filter(step -> isLong || step % 2 == 1).boxed();
  }

  private static Repo repository(Path folder) throws IOException {
    return Repo.in(folder).task("A", "ready").task("B", "ready").task("C", "blocked", "A");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void secondRunCompletesWhatAKilledOneBegan(int step) throws IOException, InterruptedException {
    Repo repo = repository(folder);

    try (var jvm = new Jvm(Victim.class, repo.root, step).start()) {
      assertThat(jvm.code()).isEqualTo(137);
    }
    Started second = repo.open().execute();

    assertThat(second.refused()).isEmpty();
    repo.assertWhole("A", "B");
    assertThat(repo.project().batch().orElseThrow().tasks()).containsExactly("A", "B");
    assertThat(repo.project().batch().orElseThrow().id()).isEqualTo("batch-001");
  }

  @Test
  void theseAreAllSteps() throws IOException {
    List<String> steps = new ArrayList<>();

    repository(folder).builder().watch(steps::add).build().execute();

    assertThat(steps)
        .containsExactly(
            "noted",
            "wrote state.json",
            "wrote task-index.json",
            "wrote tasks/A.json",
            "wrote tasks/B.json",
            "done",
            "claimed",
            "tree A",
            "tree B")
        .hasSize(STEPS - 1);
  }

  @Test
  void stepThatWasLeftHalfDoneKeepsWhatOthersWroteMeanwhile() throws IOException {
    Repo repo = repository(folder);
    crash(repo, 2);
    Path file = repo.root.resolve(".project/tasks/A.json");
    Files.writeString(file, repo.read(".project/tasks/A.json").replaceFirst("\\{", "{\"n\": 1,"));

    assertThat(repo.open().project().findings()).isEmpty();

    assertThat(repo.read(".project/tasks/A.json")).contains("\"n\":1", "\"in_progress\"");
  }

  /** Ends an execution after so many steps, in this process. */
  private static void crash(Repo repo, int step) {
    var left = new AtomicInteger(step);
    StepWatch watch =
        at -> {
          if (left.decrementAndGet() == 0) {
            throw new IllegalStateException("crash");
          }
        };
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> repo.builder().watch(watch).build().execute()))
        .hasMessage("crash");
  }

  /** Executes, and is killed after so many steps, or in the middle of git. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) {
      var left = new AtomicInteger(Integer.parseInt(args[1]));
      StepWatch watch =
          step -> {
            if (left.decrementAndGet() == 0) {
              Runtime.getRuntime().halt(137);
            }
          };
      Workspace.builder(Path.of(args[0])).watch(watch).build().execute();
      Runtime.getRuntime().halt(137);
    }
  }
}
