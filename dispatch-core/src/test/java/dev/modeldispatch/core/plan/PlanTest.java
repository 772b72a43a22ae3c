package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.modeldispatch.core.plan.Task.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Task.Builder task(String id, int hours, String... blockedBy) {
    return Task.builder(id).hours(hours).blockedBy(blockedBy);
  }

  private static Plan.Builder plan(Task.Builder... tasks) {
    return Plan.builder(TaskGraph.of(Stream.of(tasks).map(Task.Builder::build).toList()));
  }

  private static List<String> ids(List<Task> tasks) {
    return tasks.stream().map(Task::id).toList();
  }

  @Test
  void scorersTakeFourHoursInsteadOfEleven() {
    Plan plan = Example.scorers().project().plan().build();

    assertThat(plan.parallelTime()).hasHours(4);
    assertThat(plan.sequentialTime()).hasHours(11);
    assertThat(plan.benefit().orElseThrow()).isEqualByComparingTo("2.75");
    assertThat(ids(plan.criticalPath())).containsExactly("SCR-001", "RUN-001", "RUN-002");
    assertThat(plan.criticalTime()).hasHours(11);
    assertThat(plan.waitsFor("RUN-002")).containsExactly("RUN-001");
    assertThat(plan.waitsForInAll("RUN-002"))
        .containsExactly("RUN-001", "SCR-001", "SCR-002", "SCR-003");
  }

  @Test
  void selectionIsByPathThenUnblocksThenPhaseThenHoursThenId() {
    Plan.Builder builder =
        plan(
            task("E", 1),
            task("D", 1),
            task("C", 3).phase("now"),
            task("B", 4),
            task("B-1", 1, "B"),
            task("A", 20),
            task("A-1", 5, "A", "B"));

    Plan plan = builder.currentPhase("now").workers(3).build();

    assertThat(ids(plan.ready())).containsExactly("A", "B", "C", "D", "E");
    assertThat(ids(plan.selected())).containsExactly("A", "B", "C");
    assertThat(ids(plan.queued())).containsExactly("D", "E");
    assertThat(plan.why("A"))
        .isEqualTo(
            "A: chosen, number 1: on the critical path of 25 hours, unblocks nothing alone,"
                + " not of the current phase, 20h");
    assertThat(plan.why("B")).contains("number 2: not on the critical path, unblocks 1 task, ");
    assertThat(plan.why("E")).startsWith("E: queued, number 2 in the queue: ");
    assertThat(plan.why("A-1")).isEqualTo("A-1: blocked by A, B");
  }

  @Test
  void runningTasksCountAgainstTheWorkers() {
    var running = task("R", 2).status(Status.IN_PROGRESS);

    Plan two = plan(running, task("A", 1), task("B", 3)).workers(2).build();
    Plan one = plan(running, task("A", 1), task("B", 3)).workers(1).build();

    assertThat(ids(two.selected())).containsExactly("B");
    assertThat(two.parallelTime()).hasHours(3);
    assertThat(two.schedule().makespan()).hasHours(3);
    assertThat(one.selected()).isEmpty();
    assertThat(one.parallelTime()).hasHours(6);
    assertThat(one.why("R")).isEqualTo("R: running, counts against the workers");
    assertThat(PlanText.original().workers(one))
        .isEqualTo(
            """
            Ready tasks: 2
            Running tasks: R
            Worker limit: 1
            Selected for dispatch: none

            Queued (will dispatch when workers free):
              - B, A
            """);
  }

  @Test
  void moreRunningThanWorkersAreNotReplacedAtOnce() {
    Plan plan =
        plan(
                task("R", 2).status(Status.IN_PROGRESS),
                task("S", 5).status(Status.IN_PROGRESS),
                task("A", 1))
            .workers(1)
            .build();

    assertThat(plan.parallelTime()).hasHours(6);
    assertThat(plan.schedule().makespan()).hasHours(6);
  }

  @Test
  void timeWithFewWorkersIsTheMakespanNotTheMaximum() {
    Plan plan = plan(task("A", 4), task("B", 4), task("C", 3)).workers(2).build();

    assertThat(plan.parallelTime()).hasHours(7);
    assertThat(plan.benefit().orElseThrow()).isEqualByComparingTo("1.57");
  }

  @Test
  void cancelledSatisfiesWithAWarning() {
    Plan plan =
        plan(task("A", 1).status(Status.CANCELLED), task("B", 1, "A"), task("C", 1, "B")).build();

    assertThat(ids(plan.ready())).containsExactly("B");
    assertThat(plan.warnings()).containsExactly("B: A is cancelled, and counts as done");
    assertThat(plan.why("A")).isEqualTo("A: cancelled, nothing waits for it any more");
  }

  @Test
  void storedStatusMakesNothingReadyOrBlocked() {
    Plan plan =
        plan(
                task("A", 1).status(Status.BLOCKED),
                task("B", 1, "A").status(Status.READY),
                task("C", 1, "B"))
            .build();

    assertThat(ids(plan.ready())).containsExactly("A");
    assertThat(ids(plan.blocked())).containsExactly("B", "C");
    assertThat(plan.why("C")).isEqualTo("C: blocked by B; in all by B, A");
  }

  @Test
  void whoWaitsForAnUnknownTaskIsNotScheduled() {
    Plan plan = plan(task("A", 1), task("B", 1, "A", "GONE"), task("C", 9, "B")).build();

    assertThat(plan.schedule().entries()).extracting(e -> e.task().id()).containsExactly("A");
    assertThat(ids(plan.criticalPath())).containsExactly("A");
    assertThat(plan.why("C")).endsWith("; it cannot start while one of them is unknown");
    assertThat(plan.graph().unknownDependencies("B")).containsExactly("GONE");
  }

  @Test
  void workersAreFilledAgainAsTasksEnd() {
    Plan plan =
        plan(task("A", 2), task("B", 1), task("C", 1, "B"), task("D", 1)).workers(2).build();

    assertThat(plan.schedule().entries())
        .extracting(e -> e.task().id() + " " + e.worker() + " " + e.start() + " " + e.end())
        .containsExactly("B 1 PT0S PT1H", "A 2 PT0S PT2H", "C 1 PT1H PT2H", "D 1 PT2H PT3H");
  }

  @Test
  void aChainOfThirtyThousandNeedsNoDeepStack() {
    List<Task> chain = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      var task = task("T%06d".formatted(i), 1);
      chain.add(i == 0 ? task.build() : task.blockedBy("T%06d".formatted(i - 1)).build());
    }

    assertThat(Plan.of(TaskGraph.of(chain)).criticalTime()).hasHours(30_000);
    chain.set(0, task("T000000", 1, "T029999").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskGraph.of(chain))
        .withMessageContaining("T000000 -> T029999 -> T029998")
        .withMessageContaining("... (30000 tasks)");
  }

  @Test
  void graphNamesAllThatIsWrong() {
    var tasks = List.of(task("A", 1, "B").build(), task("B", 1, "A").build(), task("b", 1).build());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskGraph.of(tasks))
        .withMessage(
            "task graph: 2 problems: 'B' and 'b' differ in case alone; rename one;"
                + " the tasks wait for each other: A -> B -> A");
  }

  @Test
  void misuseIsToldAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> plan().workers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> plan().build().why("X"));
    assertThatIllegalArgumentException().isThrownBy(() -> task("A", -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task("a b", 1, "-c").build())
        .withMessageStartingWith("task: 2 problems: 'a b' is not a task id");
  }

  @Test
  void groupsAreTheWishedOnesAndOnePerPhaseForTheRest() {
    Plan.Builder builder =
        plan(task("A", 1).phase("p"), task("B", 1).phase("q"), task("C", 1), task("D", 1, "A"));

    Plan plan = builder.groups(List.of(new Plan.Group("", List.of("A", "B", "D")))).build();

    assertThat(plan.groups())
        .containsExactly(new Plan.Group("", List.of("A", "B")), new Plan.Group("", List.of("C")));
    assertThat(builder.groups(List.of()).build().groups())
        .containsExactly(
            new Plan.Group("p", List.of("A")),
            new Plan.Group("q", List.of("B")),
            new Plan.Group("", List.of("C")));
  }

  @Test
  void nothingLeftIsSaid() {
    Plan plan = plan(task("A", 1).status(Status.COMPLETED)).build();

    assertThat(plan.benefit()).isEmpty();
    assertThat(PlanText.original().plan(plan))
        .endsWith("Recommendation:\n  All tasks are done.\n")
        .contains("  Completed: 1 / 1\n");
  }
}
