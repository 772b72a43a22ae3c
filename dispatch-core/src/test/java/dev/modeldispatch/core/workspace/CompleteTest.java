package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldispatch.core.plan.BatchView.Status;
import dev.modeldispatch.core.plan.Task;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteTest {
  @TempDir Path folder;
  private Repo repo;
  private Workspace workspace;

  @BeforeEach
  void startTwo() throws IOException {
    repo = Repo.in(folder).task("A", "ready").task("B", "ready").task("C", "blocked", "A");
    workspace = repo.open();
    workspace.execute();
  }

  @Test
  void taskIsCompletedWhenItsBranchIsMergedAndNotBefore() throws IOException {
    assertThat(workspace.complete("A").reason()).startsWith("branch task/A has no commit of its");
    repo.work("A", "src/A/one");
    Completed open = workspace.complete("A");
    assertThat(open.isCompleted()).isFalse();
    assertThat(open.reason()).startsWith("branch task/A has 1 commit that is not in main; say");
    assertThat(repo.status("A")).isEqualTo("in_progress");

    repo.merge("A");
    Completed done = workspace.complete("A");

    assertThat(done.isCompleted()).isTrue();
    assertThat(done.reason()).isEqualTo("branch task/A is merged into main");
    assertThat(done.unblocked()).extracting(Task::id).containsExactly("C");
    assertThat(repo.findings()).isEmpty();
    assertThat(repo.status("C")).isEqualTo("ready");
    assertThat(repo.read(".project/task-index.json"))
        .contains("\"pr_merged\":true", "\"ready_tasks\":[\"C\"]");
    assertThat(workspace.complete("A").reason()).isEqualTo("it was completed before");
  }

  @Test
  void pullRequestIsRecordedBesideAnOldAddressAndCompletesNothing() throws IOException {
    repo.write(
        ".project/tasks/B.json",
        repo.read(".project/tasks/B.json").replaceFirst("\\{", "{\"pr\": \"https://x/y\","));

    workspace.recordPullRequest("B", 12);

    assertThat(repo.read(".project/tasks/B.json"))
        .contains("\"pr\":{\"url\":\"https://x/y\",\"number\":12,\"status\":\"open\"}");
    assertThat(repo.status("B")).isEqualTo("in_progress");
    workspace.completeMerged("B");
    assertThat(workspace.status().orElseThrow().batch().state("B")).isEqualTo("completed (PR #12)");
  }

  @Test
  void unknownTaskAndOneNotStartedAreRefused() {
    assertThat(workspace.complete("C").reason()).startsWith("it was not started by a dispatch;");
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.complete("A; rm -rf /"))
        .withMessage("no task 'A; rm -rf /'");
  }

  @Test
  void statusIsWhatGitSays() throws IOException {
    repo.work("A", "src/A/one");
    repo.work("A", "src/A/two");
    Repo.write(repo.tree("A"), "src/A/three", "not committed");

    Progress progress = workspace.status().orElseThrow();

    assertThat(progress.batch().state("A")).isEqualTo("in_progress (2 commits, 1 changed file)");
    assertThat(progress.batch().state("B")).isEqualTo("in_progress (clean)");
    assertThat(progress.batch().unblocks()).extracting(Task::id).containsExactly("C");
    assertThat(progress.notes()).isEmpty();
  }

  @Test
  void statusTellsWhatIsMergedAndWhatIsGone() throws IOException {
    repo.work("A", "src/A/one");
    repo.merge("A");
    repo.git("worktree", "remove", repo.tree("B").toString());

    assertThat(workspace.status().orElseThrow().notes())
        .containsExactly(
            "A is merged into main: complete A",
            "B: its work tree is gone; the next execute makes it again");
  }

  @Test
  void batchIsClosedWithItsLastTask() throws IOException {
    workspace.completeMerged("A");
    assertThat(repo.read(".project/state.json")).contains("\"status\": \"in_progress\"");

    workspace.completeMerged("B");

    assertThat(workspace.status().orElseThrow().batch().status()).isEqualTo(Status.COMPLETED);
    assertThat(repo.read(".project/state.json")).contains("\"status\": \"completed\"");
  }
}
