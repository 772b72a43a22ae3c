package dev.modeldispatch.core.plan;

import static dev.modeldispatch.core.plan.Task.Status.IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.modeldispatch.core.plan.PlanText.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTextTest {
  private final PlanText text = PlanText.original();

  @Test
  void workedExampleReadsAsAgreed() throws IOException {
    Project project = Example.scorers().project();

    assertThat(project.findings()).isEmpty();
    assertThat(text.plan(project.plan().build())).isEqualTo(golden("plan.txt"));
  }

  @Test
  void workerLimitReadsAsAgreed() throws IOException {
    Example example =
        Example.scorers()
            .task("FND-010", "Ten", "pending", 4, "phase-1")
            .task("FND-011", "Eleven", "pending", 4, "phase-1");

    Plan plan = example.project().plan().workers(3).build();

    assertThat(text.workers(plan)).isEqualTo(golden("workers.txt"));
  }

  @Test
  void launchReadsAsAgreed() throws IOException {
    var launches =
        List.of(
            new Launch("SCR-001", "/home/dev/repos/neon-task-SCR-001"),
            new Launch("SCR-002", "/home/dev/repos/neon-task-SCR-002"),
            new Launch("SCR-003", "/home/dev/repos/neon-task-SCR-003"));

    assertThat(text.launch(launches)).isEqualTo(golden("launch.txt"));
  }

  @Test
  void statusReadsAsAgreed() throws IOException {
    Example example =
        Example.scorers()
            .file(
                "tasks/SCR-001.json",
                "{'status': 'completed', 'pr': 'https://github.com/x/neon/pull/123'}")
            .file("tasks/SCR-002.json", "{'status': 'in_progress'}")
            .file("tasks/SCR-003.json", "{'status': 'in_progress'}")
            .file(
                "state.json",
                "{'dispatch_batch': {'id': 'batch-001', 'status': 'in_progress',"
                    + " 'tasks': ['SCR-001', 'SCR-002', 'SCR-003']}}");
    Project project = example.project();

    var work = Map.of("SCR-002", new BatchView.Work(2, 0), "SCR-003", new BatchView.Work(0, 0));
    var batch = BatchView.of(project.graph(), project.batch().orElseThrow(), work);

    assertThat(text.status(batch)).isEqualTo(golden("status.txt"));
  }

  @Test
  void commandsAreTemplates() {
    PlanText mine =
        text.withWorktree("make tree ID={ID}").withLaunch("agent {ID}").withSessions("all {IDS}");
    var graph = TaskGraph.of(List.of(Task.builder("A").build(), Task.builder("B").build()));

    assertThat(mine.plan(Plan.of(graph)))
        .contains("  Commands:\n    make tree ID=A\n    make tree ID=B\n");
    assertThat(mine.launch(List.of(new Launch("A", "/a"), new Launch("B", "/b"))))
        .contains("    agent A\n", "    agent B\n", "    all A B\n");
    assertThatIllegalArgumentException().isThrownBy(() -> text.withLaunch("agent"));
    assertThatIllegalArgumentException().isThrownBy(() -> text.withSessions("a {IDS}\nb"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/home/a/neon-task-A|/home/a/neon-task-A",
        "/home/my repo|'/home/my repo'",
        "/x/$(touch y);`ls`|'/x/$(touch y);`ls`'",
        "it's|'it'\\''s'",
        "~/x|'~/x'",
        "-rf|./'-rf'"
      })
  void pathsAreOneWordForAShell(String path, String word) {
    assertThat(text.launch(List.of(new Launch("A", path)))).contains("    cd " + word + "\n");
  }

  @Test
  void launchOfAHostileIdIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Launch("A; ls", "/x"));
  }

  @Test
  void severalPhasesAreSeveralGroupsAndFewWorkersAreTold() {
    var tasks =
        List.of(
            Task.builder("A").phase("p1").title("One").hours(1).build(),
            Task.builder("B").phase("p2").title("Two").build(),
            Task.builder("C").hours(1).blockedBy("A", "GONE").build());

    String page = text.plan(Plan.builder(TaskGraph.of(tasks)).workers(1).build());

    assertThat(page)
        .contains(
            "  Group 1 (p1):\n    - A: One (1h)\n  Group 2 (p2):\n    - B: Two (no estimate)\n")
        .contains("  Estimated parallel time: 1 hour (1 worker)\n")
        .contains("waiting on unknown tasks):\n  - C: blocked by [A, GONE]\n")
        .contains("Warnings:\n  - C cannot start: no task is called GONE\n")
        .contains("  - no estimate, counted as 0 hours: B\n")
        .contains("  Start A in a worktree of its own.\n");
  }

  @Test
  void tasksThatWriteTheSameFilesAreNamed() {
    var tasks =
        List.of(
            Task.builder("A").hours(1).scope(Task.Scope.of("src/a/")).build(),
            Task.builder("B").hours(1).scope(Task.Scope.of("./src/a/X.java")).build(),
            Task.builder("C").status(IN_PROGRESS).scope(Task.Scope.of("src/b", "src/a/Y")).build());

    assertThat(text.plan(Plan.of(TaskGraph.of(tasks))))
        .contains(
            """
            Scope overlap (not in one workspace):
              - C, A: [src/a/Y] (a worktree each, or in sequence)
              - A, B: [src/a/X.java] (a worktree each, or in sequence)
            """);
  }

  @Test
  void whoWaitsForRunningTasksStandsApart() {
    var tasks =
        List.of(
            Task.builder("A").hours(1).status(IN_PROGRESS).build(),
            Task.builder("B").hours(1).blockedBy("A").build());

    assertThat(text.plan(Plan.of(TaskGraph.of(tasks))))
        .contains("Ready for parallel execution:\n  none\n")
        .contains("Blocked tasks (waiting on running tasks):\n  - B: blocked by [A]\n")
        .contains("  Wait for 1 running task.\n");
  }

  static String golden(String name) throws IOException {
    try (InputStream in = PlanTextTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
