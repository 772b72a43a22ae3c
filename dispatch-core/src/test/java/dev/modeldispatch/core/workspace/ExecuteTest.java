package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldispatch.core.plan.PlanText.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecuteTest {
  @TempDir Path folder;
  private Repo repo;

  @BeforeEach
  void makeRepository() throws IOException {
    repo = Repo.in(folder).task("A", "ready").task("B", "pending").task("C", "blocked", "A");
  }

  @Test
  void readyTasksGetATreeEachAndAllFilesSaySo() throws IOException {
    String base = repo.git("rev-parse", "main");

    Started started = repo.open().execute();

    assertThat(started.launches())
        .containsExactly(
            new Launch("A", repo.tree("A").toString()), new Launch("B", repo.tree("B").toString()));
    assertThat(started.batch()).isEqualTo("batch-001");
    repo.assertWhole("A", "B");
    assertThat(repo.read(".project/tasks/A.json"))
        .contains("\"own\":{\"x\":[1,2.5]}", "\"base\":\"" + base + "\"", "\"task/A\"");
    assertThat(repo.read(".project/task-index.json"))
        .contains("\"ready_tasks\":[]", "\"metrics\":{\"m\":1}", "\"status\":\"in_progress\"");
    assertThat(repo.read(".project/state.json"))
        .isEqualTo(
            """
            {
              "stage": "build",
              "mine": 1.5,
              "dispatch_batch": {
                "id": "batch-001",
                "started_at": "2026-01-19T00:00:00Z",
                "tasks": [
                  "A",
                  "B"
                ],
                "status": "in_progress"
              },
              "active_worktrees": [
                "%s",
                "%s"
              ],
              "last_updated": "2026-01-19T00:00:00Z",
              "active_tasks": [
                "A",
                "B"
              ]
            }
            """
                .formatted(repo.tree("A"), repo.tree("B")));
  }

  @Test
  void runningTasksCountAgainstTheWorkersAndASecondRunTopsUp() throws IOException {
    Workspace workspace = repo.open();

    assertThat(workspace.execute(1).queued()).containsExactly("B");
    assertThat(workspace.execute(1).launches()).isEmpty();
    Started second = workspace.execute(2);

    assertThat(second.launches()).extracting(Launch::task).containsExactly("B");
    assertThat(second.batch()).isEqualTo("batch-001");
    assertThat(repo.project().batch().orElseThrow().tasks()).containsExactly("A", "B");
  }

  @Test
  void batchAfterACompletedOneHasTheNextNumber() throws IOException {
    Workspace workspace = repo.open();
    workspace.execute();
    workspace.completeMerged("A");
    workspace.completeMerged("B");

    Started next = workspace.execute();

    assertThat(next.batch()).isEqualTo("batch-002");
    assertThat(next.launches()).extracting(Launch::task).containsExactly("C");
    assertThat(repo.project().batch().orElseThrow().tasks()).containsExactly("C");
  }

  @Test
  void whatIsThereAlreadyIsToldAndLeftAlone() throws IOException {
    repo.git("branch", "task/A");
    Repo.write(repo.tree("B"), "precious.txt", "mine");

    Started started = repo.open().execute();

    assertThat(started.launches()).isEmpty();
    assertThat(started.refused().get("A")).startsWith("branch task/A is there already; rename it");
    assertThat(started.refused().get("B")).startsWith(repo.tree("B") + " is there already");
    assertThat(repo.tree("A")).doesNotExist();
    assertThat(repo.tree("B").resolve("precious.txt")).hasContent("mine");
    assertThat(repo.status("A")).isEqualTo("ready");
    assertThat(repo.project().batch()).isEmpty();
  }

  @Test
  void placeOfARefusedTaskGoesToTheNext() throws IOException {
    repo.git("branch", "task/A");

    Started started = repo.open().execute(1);

    assertThat(started.launches()).extracting(Launch::task).containsExactly("B");
    assertThat(started.refused()).containsOnlyKeys("A");
    assertThat(started.queued()).isEmpty();
  }

  @Test
  void claimWhoseTreeCannotBeMadeIsGivenBack() throws IOException {
    repo.git("branch", "task");

    Started started = repo.open().execute();

    assertThat(started.refused()).containsOnlyKeys("A", "B");
    assertThat(started.refused().get("A")).contains("cannot lock ref 'refs/heads/task/A'");
    assertThat(repo.status("A")).isEqualTo("ready");
    assertThat(repo.project().batch()).isEmpty();
    assertThat(repo.read(".project/tasks/A.json")).doesNotContain("worktree");
  }

  @Test
  void taskWithoutAFileIsNotStarted() throws IOException {
    Files.delete(repo.root.resolve(".project/tasks/B.json"));

    assertThat(repo.open().execute().refused().get("B"))
        .isEqualTo("it has no file .project/tasks/B.json to work from; write it");
  }

  @Test
  void treeThatIsGoneIsMadeAgainWithItsCommits() throws IOException {
    Workspace workspace = repo.open();
    workspace.execute();
    repo.work("A", "src/A/one");
    Files.move(repo.tree("A"), folder.resolve("moved"));

    Started again = workspace.execute();

    assertThat(again.resumed()).extracting(Launch::task).containsExactly("A");
    assertThat(repo.tree("A").resolve("src/A/one")).exists();
    repo.assertWhole("A", "B");
  }

  @Test
  void branchThatWasTurnedElsewhereIsToldAndNotUsed() throws IOException {
    Workspace workspace = repo.open();
    workspace.execute();
    repo.git("worktree", "remove", repo.tree("A").toString());
    String tree = repo.git("rev-parse", "main^{tree}");
    repo.git("branch", "-f", "task/A", repo.git("commit-tree", "-m", "other", tree));

    Started again = workspace.execute();

    assertThat(again.refused().get("A")).startsWith("branch task/A does not start at the recorded");
    assertThat(repo.tree("A")).doesNotExist();
    assertThat(repo.status("A")).isEqualTo("in_progress");
  }

  @Test
  void gitThatFailsOnceIsTriedAgain() throws IOException {
    Path once = folder.resolve("once");
    Path git = folder.resolve("git");
    Files.writeString(
        git,
        """
        #!/bin/sh
        case "$*" in *"worktree add"*) [ -e '%s' ] || { touch '%s'; exit 1; } ;; esac
        exec git "$@"
        """
            .formatted(once, once));
    assertThat(git.toFile().setExecutable(true)).isTrue();

    assertThat(repo.builder().git(git).build().execute().launches()).hasSize(2);

    assertThat(once).exists();
    repo.assertWhole("A", "B");
  }

  @Test
  void halfMadeTreeIsFinishedAndOneWithOtherFilesIsTold() throws IOException {
    Workspace workspace = repo.open();
    workspace.execute();
    halfMake("A");
    halfMake("B");
    Repo.write(repo.tree("B"), "src/App.java", "mine");

    Started again = workspace.execute();

    assertThat(again.resumed()).extracting(Launch::task).containsExactly("A");
    assertThat(again.refused().get("B")).contains("was left half-made, and holds other files");
    assertThat(repo.tree("A").resolve("src/App.java")).exists();
    assertThat(repo.tree("B").resolve("src/App.java")).hasContent("mine");
    assertThat(repo.status("B")).isEqualTo("in_progress");
  }

  /** Leaves a tree as git does that is killed over its making. */
  private void halfMake(String id) throws IOException {
    repo.git("worktree", "remove", repo.tree(id).toString());
    repo.git("worktree", "add", "-q", "--no-checkout", repo.tree(id).toString(), "task/" + id);
    repo.git("worktree", "lock", "--reason", "initializing", repo.tree(id).toString());
  }

  @Test
  void namedTasksAreStartedAndAllThatCannotBeAreNamed() throws IOException {
    Workspace workspace = repo.open();

    assertThat(workspace.start(List.of("B")).launches()).extracting(Launch::task).containsOnly("B");
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.start(List.of("B", "C", "../x")))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "B: running, counts against the workers; only a ready task can be started",
                        "C: blocked by A; only a ready task can be started",
                        "no task '../x'"));
  }

  @Test
  void tasksThatWriteTheSameFilesAreTold() throws IOException {
    repo.write(
        ".project/tasks/B.json",
        "{\"status\": \"ready\", \"scope\": {\"primary_files\": [\"src/A/x\"]}}");

    assertThat(repo.open().execute().overlaps())
        .singleElement()
        .hasToString("Overlap[first=A, second=B, files=[src/A/x]]");
  }

  @Test
  void worksFromASubfolderAndFromAWorkTree() throws IOException {
    Workspace.open(repo.root.resolve("src")).execute(1);

    assertThat(Workspace.open(repo.tree("A")).root()).isEqualTo(repo.root);
    assertThat(Workspace.open(repo.tree("A")).status()).isPresent();
  }
}
