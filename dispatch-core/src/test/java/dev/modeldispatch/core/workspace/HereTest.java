package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldispatch.core.plan.PlanText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are worked on in the main work tree. */
class HereTest {
  @TempDir Path folder;
  private Repo repo;
  private Workspace workspace;

  @BeforeEach
  void start() throws IOException {
    repo = Repo.in(folder).task("A", "ready").task("B", "ready").task("C", "blocked", "A");
    workspace = repo.open();
  }

  private void commit(String file, String subject) throws IOException {
    repo.write(file, "work\n");
    repo.commitAll(subject);
  }

  @Test
  void theyAreInProgressAndHaveNoTreeOfTheirOwn() throws IOException {
    Started started = workspace.startHere(List.of("A", "B"));

    assertThat(started.launches())
        .containsExactly(
            new PlanText.Launch("A", repo.root.toString()),
            new PlanText.Launch("B", repo.root.toString()));
    assertThat(repo.status("A")).isEqualTo("in_progress");
    assertThat(repo.tree("A")).doesNotExist();
    assertThat(workspace.execute().resumed()).isEmpty();
    assertThat(repo.tree("A")).doesNotExist();
    assertThat(repo.findings()).isEmpty();
  }

  @Test
  void onlyAReadyTaskOnTheRightBranchIsStarted() {
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.startHere(List.of("C", "X")))
        .withMessageContaining("no task 'X'")
        .withMessageContaining("only a ready task can be started");
    repo.git("checkout", "-q", "-b", "other");

    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.startHere(List.of("A")))
        .withMessageContaining("is not on 'main'; check it out");
  }

  @Test
  void theirCommitsAreToldApartByTheirSubjects() throws IOException {
    workspace.startHere(List.of("A", "B"));
    commit("src/A", "A: one");
    commit("src/B", "B: one");
    commit("src/App.java", "B: two");
    commit("other", "somebody else");
    repo.write("src/A", "more");

    Review.Entry a = workspace.reviewHere("A", List.of(), ReviewRules.none());
    Review.Entry b = workspace.reviewHere("B", List.of(), ReviewRules.none());

    assertThat(a.commits()).containsExactly("A: one");
    assertThat(a.changes()).containsExactly("M src/A");
    assertThat(a.uncommitted()).containsExactly("src/A");
    assertThat(a.outside()).isEmpty();
    assertThat(b.outside()).containsExactly("src/App.java");
    assertThat(workspace.review(ReviewRules.none()).tasks()).hasSize(2);
  }

  @Test
  void theyAreCompleteWhenTheyHaveACommit() throws IOException {
    workspace.startHere(List.of("A"));

    assertThat(workspace.complete("A").reason())
        .startsWith("no commit since its start begins with A:");
    commit("src/A", "A: one");
    Completed completed = workspace.complete("A");

    assertThat(completed.reason()).isEqualTo("1 commit on main");
    assertThat(completed.unblocked()).extracting(task -> task.id()).containsExactly("C");
    assertThat(workspace.cleanup().trees()).isEmpty();
    assertThat(workspace.review(ReviewRules.none()).tasks().get(0).changes())
        .containsExactly("A src/A");
  }

  @Test
  void statusTellsTheirCommits() throws IOException {
    workspace.startHere(List.of("A"));
    commit("src/A", "A: one");

    Progress progress = workspace.status().orElseThrow();

    assertThat(progress.notes()).isEmpty();
    assertThat(progress.batch().state("A")).isEqualTo("in_progress (1 commit)");
  }

  @Test
  void whatCameToNothingIsGivenBackAndWhatLeftSomethingIsNot() throws IOException {
    workspace.startHere(List.of("A"));
    workspace.giveBack("A");
    assertThat(repo.status("A")).isEqualTo("ready");
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.giveBack("A"))
        .withMessageContaining("A was not started in the main work tree");

    workspace.startHere(List.of("A"));
    repo.write("src/A", "half");

    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.giveBack("A"))
        .withMessageContaining("A has left ? src/A; look at it first");
    assertThat(repo.status("A")).isEqualTo("in_progress");
  }

  @Test
  void straysAreWhatNobodyMayWriteAndNobodyCommitted() throws IOException {
    repo.write("mine", "before");
    Strays strays = workspace.strays();
    workspace.startHere(List.of("A"));
    commit("src/A", "A: one");
    repo.write("loose", "x");
    repo.write("src/B", "of B");

    assertThat(strays.since(workspace.project().graph().tasks(), workspace))
        .containsExactly("loose");
    commit("committed", "nobody's");

    assertThat(strays.since(workspace.project().graph().tasks(), workspace))
        .contains("committed", "loose");
  }
}
