package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanupTest {
  @TempDir Path folder;
  private Repo repo;
  private Workspace workspace;

  @BeforeEach
  void completeOne() throws IOException {
    repo = Repo.in(folder).task("A", "ready").task("B", "ready");
    workspace = repo.open();
    workspace.execute();
    repo.work("A", "src/A/one");
    repo.merge("A");
    workspace.complete("A");
  }

  private String kept() {
    Removed removed = workspace.cleanup();
    assertThat(removed.trees()).isEmpty();
    assertThat(repo.tree("A")).exists();
    return removed.kept().getOrDefault("A", "");
  }

  @Test
  void mergedTreeAndItsBranchGoAndRunningOnesStay() throws IOException {
    Removed removed = workspace.cleanup();

    assertThat(removed.trees()).containsExactly("A");
    assertThat(removed.branches()).containsExactly("A");
    assertThat(repo.tree("A")).doesNotExist();
    assertThat(repo.git("branch", "--list", "task/*")).contains("task/B").doesNotContain("task/A");
    assertThat(repo.read(".project/state.json")).doesNotContain(repo.tree("A").toString());
    assertThat(repo.read(".project/tasks/A.json")).doesNotContain("worktree");
    repo.assertWhole("B");
    assertThat(workspace.cleanup().trees()).isEmpty();
  }

  @Test
  void dirtyTreeIsNotRemoved() throws IOException {
    Repo.write(repo.tree("A"), "src/App.java", "changed");

    assertThat(kept()).isEqualTo(repo.tree("A") + " has 1 changed but not committed");
  }

  @Test
  void stagedChangeIsNotRemoved() throws IOException {
    Repo.write(repo.tree("A"), "src/App.java", "changed");
    Repo.git(repo.tree("A"), "add", "-A");

    assertThat(kept()).isEqualTo(repo.tree("A") + " has 1 changed but not committed");
  }

  @Test
  void untrackedFileIsNotRemovedEvenIfTheUserHidesThem() throws IOException {
    repo.git("config", "status.showUntrackedFiles", "no");
    Repo.write(repo.tree("A"), "new/file", "new");

    assertThat(kept()).isEqualTo(repo.tree("A") + " has 1 untracked");
  }

  @Test
  void lockedTreeIsNotRemoved() {
    repo.git("worktree", "lock", "--reason", "on a stick", repo.tree("A").toString());

    assertThat(kept()).isEqualTo(repo.tree("A") + " is locked: on a stick");
  }

  @Test
  void commitThatIsOnlyHereIsNotRemoved() throws IOException {
    repo.work("A", "src/A/two");

    assertThat(kept())
        .isEqualTo(repo.tree("A") + " has 1 unpushed: neither in main nor at a remote");
  }

  @Test
  void treeOnAnotherBranchIsNotRemoved() {
    Repo.git(repo.tree("A"), "switch", "-q", "-c", "other");

    assertThat(kept()).isEqualTo(repo.tree("A") + " is not on branch task/A");
  }

  @Test
  void pushedTreeGoesAndItsUnmergedBranchStays() throws IOException {
    Path remote = Files.createDirectory(folder.resolve("remote"));
    Repo.git(remote, "init", "-q", "--bare");
    repo.git("remote", "add", "origin", remote.toString());
    repo.work("A", "src/A/two");
    Repo.git(repo.tree("A"), "push", "-q", "origin", "task/A");

    Removed removed = workspace.cleanup();

    assertThat(removed.trees()).containsExactly("A");
    assertThat(removed.branches()).isEmpty();
    assertThat(removed.kept()).containsEntry("A", "branch task/A is not in main");
    assertThat(repo.git("branch", "--list", "task/A")).contains("task/A");
  }
}
