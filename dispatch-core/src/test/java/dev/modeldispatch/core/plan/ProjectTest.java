package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectTest {
  private final Example example = Example.scorers();

  private List<String> findings() {
    return example.project().findings().stream().map(Project.Finding::toString).toList();
  }

  @Test
  void statusOfTheFileCountsAndTheIndexHasDrifted() {
    example.index("SCR-001", "{'file': '.project/tasks/SCR-001.json', 'status': 'pending'}");
    example.index("SCR-002", "{'file': 'tasks/OTHER.json', 'status': 'ready', 'title': 'X'}");

    assertThat(findings())
        .containsExactly(
            "drift SCR-001: the index says status 'pending', its file 'ready'; the file counts",
            "drift SCR-002: the index says file 'tasks/OTHER.json', its file"
                + " 'tasks/SCR-002.json'; the file counts",
            "drift SCR-002: the index says title 'X', its file 'ReasoningScorer'; the file counts");
    assertThat(example.project().graph().task("SCR-001").status()).isEqualTo(Task.Status.READY);
  }

  @Test
  void dependenciesOfTheFileCount() {
    example.needs("RUN-002", "['SCR-001']");

    assertThat(findings())
        .containsExactly(
            "drift RUN-002: dependency_graph says [SCR-001], its file [RUN-001]; it counts");
    assertThat(example.project().graph().task("RUN-002").blockedBy()).containsExactly("RUN-001");
  }

  @Test
  void fileThatDoesNotSpeakOfDependenciesLeavesThemToTheIndex() {
    example.file("tasks/RUN-002.json", "{'status': 'blocked', 'estimated_hours': 2}");

    assertThat(findings()).isEmpty();
    assertThat(example.project().graph().task("RUN-002").blockedBy()).containsExactly("RUN-001");
  }

  @Test
  void missingFilesUnlistedTasksAndUnknownIdsAreNamed() {
    example.without("tasks/RUN-002.json").needs("GONE-1", "[]");
    example.file(
        "tasks/NEW-001.json", "{'id': 'NEW-002', 'dependencies': {'blocked_by': ['GONE-2']}}");

    assertThat(findings())
        .containsExactly(
            "drift RUN-002: no file tasks/RUN-002.json, so only the index tells of it",
            "drift NEW-001: tasks/NEW-001.json is not in the index",
            "drift NEW-001: tasks/NEW-001.json calls it 'NEW-002'; the name counts",
            "drift GONE-2: named by tasks/NEW-001.json, but no task is called so",
            "drift NEW-001: dependency_graph says [], its file [GONE-2]; it counts",
            "drift GONE-1: named by dependency_graph, but no task is called so",
            "gap RUN-002: no estimate, counted as 0 hours");
  }

  @Test
  void storedReadyTasksAndCriticalPathAreCheckedAgainstTheComputed() {
    var stored = new Example();
    stored.task("A", "a", "completed", 1, "p").task("B", "b", "pending", 1, "p", "A");
    stored.task("C", "c", "ready", 2, "p").task("D", "d", "blocked", 1, "p");
    stored.task("E", "e", "ready", 1, "p", "C").task("F", "f", "completed", 1, "p", "C");
    stored.more("'ready_tasks': ['A', 'C', 'E', 'X']").more("'critical_path': ['A', 'B']");
    stored.file("state.json", "{'active_tasks': ['B']}");

    assertThat(stored.project().findings().stream().map(Project.Finding::toString))
        .containsExactly(
            "drift D: says blocked, but waits for nothing that is open",
            "drift E: says ready, but waits for [C]",
            "drift F: is completed, although it waits for C, which is not",
            "drift X: is in ready_tasks, but no task is called so",
            "drift B: is ready, but not in ready_tasks",
            "drift D: is ready, but not in ready_tasks",
            "drift A: is in ready_tasks, but is completed",
            "drift E: is in ready_tasks, but is blocked by [C]",
            "drift B: is in active_tasks, but is ready",
            "drift critical_path: says [A, B], computed is [C, E]");
  }

  @Test
  void storedCriticalPathThatIsNoWayHasDrifted() {
    var stored = new Example().task("A", "a", "ready", 2, "p").task("B", "b", "ready", 1, "p");
    stored.task("D", "d", "ready", 1, "p").more("'critical_path': ['B', 'D']");

    assertThat(stored.project().findings().stream().map(Project.Finding::toString))
        .containsExactly("drift critical_path: says [B, D], computed is [A]");
  }

  @Test
  void cycleStartsAtItsSmallestIdWhereverItIsEntered() {
    var ring = new Example().task("A", "a", "pending", 1, "p", "C");
    ring.task("B", "b", "pending", 1, "p", "C").task("C", "c", "pending", 1, "p", "B");

    assertThat(ring.project().findings().stream().map(Project.Finding::toString))
        .containsExactly("error task-index.json: the tasks wait for each other: B -> C -> B");
  }

  @Test
  void everyCycleIsPrintedWithItsPath() {
    var rings = new Example();
    rings.task("A", "a", "pending", 1, "p", "C").task("B", "b", "pending", 1, "p", "A");
    rings.task("C", "c", "pending", 1, "p", "D", "B").task("D", "d", "pending", 1, "p");
    rings.task("E", "e", "pending", 1, "p", "E").task("F", "f", "completed", 1, "p", "A");

    assertThat(rings.project().findings().stream().map(Project.Finding::toString))
        .containsExactly(
            "error task-index.json: the tasks wait for each other: A -> C -> B -> A",
            "error task-index.json: the tasks wait for each other: E -> E");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rings.project().graph())
        .withMessageStartingWith("project: 2 problems: task-index.json: the tasks wait");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/x",
        "-rf",
        ".hidden",
        "a b",
        "a/b",
        "a\\b",
        "CON",
        "nul.txt",
        "Lpt1",
        "end.",
        "\u202ex",
        "é",
        "",
        "$(ls)",
        "a;b",
        "--force"
      })
  void hostileIdsAreRefusedWhereverTheyStand(String id) {
    String shown = id.replace("\\", "\\\\");
    var hostile = new Example().task("A", "a", "ready", 1, "p").index(shown, "{}");
    hostile.needs("A", "['" + shown + "']").needs(shown, "[]");
    hostile.file("tasks/B.json", "{'dependencies': {'blocked_by': ['" + shown + "']}}");
    hostile.more("'parallel_groups': [['" + shown + "']]");
    hostile.file("state.json", "{'active_tasks': ['" + shown + "']}");

    assertThat(hostile.project().errors())
        .hasSize(6)
        .allSatisfy(e -> assertThat(e.kind()).isEqualTo(Project.Kind.HOSTILE_ID))
        .allSatisfy(e -> assertThat(e.toString()).doesNotContain("\u202e"));
    assertThatIllegalArgumentException().isThrownBy(() -> Task.builder(id).build());
  }

  @Test
  void hostileFileNamesAndTwinsAreRefused() {
    example.file("tasks/-x.json", "{}").file("tasks/.json", "{}").file("tasks/scr-001.json", "{}");

    assertThat(findings())
        .contains("error task-index.json: 'SCR-001' and 'scr-001' differ in case alone; rename one")
        .anyMatch(finding -> finding.startsWith("error tasks/-x.json: '-x' is not a task id; use"))
        .anyMatch(finding -> finding.startsWith("error tasks/.json: '' is not a task id; use"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id': x}|error tasks/RUN-001.json: not JSON at line 1, column 8",
        "[]|error tasks/RUN-001.json: the file must be an object",
        "{'status': 'done'}|error tasks/RUN-001.json: status 'done' must be pending, ready",
        "{'status': 1}|error tasks/RUN-001.json: status must be a text",
        "{'dependencies': []}|error tasks/RUN-001.json: dependencies must be an object",
        "{'scope': {'test_files': [1]}}|error tasks/RUN-001.json: scope.test_files must be a list",
        "{'estimated_hours': -1}|gap tasks/RUN-001.json: estimated_hours must be a number of hours",
        "{'estimated_hours': 1e-999999999}|gap tasks/RUN-001.json: estimated_hours must be",
        "{'estimated_hours': 1e999999999}|gap tasks/RUN-001.json: estimated_hours must be"
      })
  void brokenFilesAreToldWithFileAndPlace(String json, String finding) {
    example.file("tasks/RUN-001.json", json);

    assertThat(findings()).anyMatch(each -> each.startsWith(finding));
  }

  @Test
  void brokenJsonIsToldWithItsLine() {
    example.file("state.json", "{\n  'stage': 'x',\n  'current_phase' 'p'\n}");
    example.file("task-index.json", "{'tasks': {},\n 'tasks': {}}");

    assertThat(example.project().errors().stream().map(Project.Finding::toString))
        .anyMatch(e -> e.startsWith("error task-index.json: not JSON at line 2, column 9"))
        .anyMatch(e -> e.startsWith("error state.json: not JSON at line 3, column 19"));
  }

  @Test
  void withoutAnIndexThereIsNothingToPlan() {
    Project project = Project.of(ProjectFiles.of(Map.of()));

    assertThat(project.errors()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(project::plan)
        .withMessage("project: task-index.json: not there, so there is nothing to plan");
  }

  @Test
  void pullRequestsOfBothFormsAreRead() {
    example.file("tasks/SCR-001.json", "{'pr': 'https://x/y/pull/7', 'estimated_hours': 1}");
    example.file("tasks/SCR-002.json", "{'pr': {'number': 8, 'url': 'u', 'status': 'open'}}");
    example.file("tasks/SCR-003.json", "{'pr': null, 'estimated_hours': 0.5}");

    TaskGraph graph = example.project().graph();

    assertThat(graph.task("SCR-001").pullRequest().orElseThrow().number()).hasValue(7);
    assertThat(graph.task("SCR-002").pullRequest().orElseThrow().status()).isEqualTo("open");
    assertThat(graph.task("SCR-003").pullRequest()).isEmpty();
    assertThat(graph.task("SCR-003").estimate().orElseThrow()).hasMinutes(30);
  }

  @Test
  void checkListsEveryFindingInALine() {
    example.file("tasks/SCR-001.json", "{").without("tasks/RUN-002.json");

    assertThat(PlanText.original().check(example.project()))
        .startsWith("Graph check: 1 error, ")
        .contains("\n  error tasks/SCR-001.json: not JSON at line 1, column 2 (Unexpected end")
        .contains("\n  drift RUN-002: no file tasks/RUN-002.json");
  }
}
