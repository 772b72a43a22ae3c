package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.plan.BatchView.Work;
import dev.modeldispatch.core.plan.Task.Status;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchViewTest {
  private static BatchView view(List<Task.Builder> tasks, Map<String, Work> work, String... ids) {
    TaskGraph graph = TaskGraph.of(tasks.stream().map(Task.Builder::build).toList());
    return BatchView.of(graph, new Project.Batch("batch-001", List.of(ids)), work);
  }

  private static Task.Builder task(String id, Status status, String... blockedBy) {
    return Task.builder(id).status(status).blockedBy(blockedBy);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, COMPLETED, COMPLETED",
    "COMPLETED, IN_PROGRESS, IN_PROGRESS",
    "COMPLETED, PENDING, IN_PROGRESS",
    "COMPLETED, CANCELLED, PARTIAL",
    "CANCELLED, CANCELLED, FAILED"
  })
  void batchIsAsFarAsItsTasks(Status first, Status second, BatchView.Status batch) {
    BatchView view = view(List.of(task("A", first), task("B", second)), Map.of(), "A", "B");

    assertThat(view.status()).isEqualTo(batch);
  }

  @Test
  void taskThatIsGoneIsUnknownAndNotComplete() {
    BatchView view = view(List.of(task("A", Status.COMPLETED)), Map.of(), "A", "GONE");

    assertThat(view.status()).isEqualTo(BatchView.Status.PARTIAL);
    assertThat(view.state("GONE")).isEqualTo("unknown");
    assertThat(view).hasToString("BatchView[batch-001, partial]");
  }

  @Test
  void stateTellsOfWorkAndPullRequest() {
    var pr = new Task.PullRequest(OptionalInt.of(7), "", "open");
    var running = Stream.of("A", "B", "C", "D").map(id -> task(id, Status.IN_PROGRESS)).toList();
    var work = Map.of("A", new Work(1, 0), "B", new Work(2, 3), "C", new Work(0, 1));

    BatchView view = view(running, work, "A", "B", "C", "D");

    assertThat(view.tasks())
        .extracting(view::state)
        .containsExactly(
            "in_progress (1 commit)",
            "in_progress (2 commits, 3 changed files)",
            "in_progress (1 changed file)",
            "in_progress");
    assertThat(view(List.of(task("A", Status.COMPLETED).pullRequest(pr)), Map.of(), "A").state("A"))
        .isEqualTo("completed (PR #7)");
  }

  @Test
  void batchUnblocksWhatNothingElseHoldsBack() {
    var tasks =
        List.of(
            task("A", Status.IN_PROGRESS),
            task("B", Status.COMPLETED),
            task("FREE", Status.PENDING),
            task("C", Status.PENDING, "A", "B"),
            task("D", Status.PENDING, "C"),
            task("E", Status.PENDING, "A", "FREE"),
            task("F", Status.PENDING, "A", "GONE"),
            task("G", Status.PENDING, "B"));

    BatchView view = view(tasks, Map.of(), "A", "B");

    assertThat(view.unblocks()).extracting(Task::id).containsExactly("C", "D");
  }
}
