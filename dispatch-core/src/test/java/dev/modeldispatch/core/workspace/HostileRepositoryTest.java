package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileRepositoryTest {
  private static final List<String> HOOKS =
      List.of("post-checkout", "post-index-change", "reference-transaction", "pre-commit");

  @TempDir Path folder;

  @Test
  void hooksAndFsmonitorOfTheRepositoryNeverRun() throws IOException {
    Repo repo = Repo.in(folder).task("A", "ready").task("B", "ready");
    Path written = folder.resolve("written");
    Path script = repo.write(".git/hooks/evil", "#!/bin/sh\necho $0 >> '" + written + "'\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    for (String hook : HOOKS) {
      Files.copy(script, repo.root.resolve(".git/hooks").resolve(hook));
    }
    repo.git("config", "core.fsmonitor", script.toString());

    useAll(repo.open());

    assertThat(written).doesNotExist();
    repo.git("status");
    repo.git("branch", "trap");
    assertThat(written).exists();
  }

  private static void useAll(Workspace workspace) {
    workspace.execute();
    workspace.status();
    workspace.recordPullRequest("A", 1);
    workspace.completeMerged("A");
    workspace.review(ReviewRules.none().forbidding("x"));
    assertThat(workspace.cleanup().trees()).containsExactly("A");
  }

  @Test
  void recordsOfATaskFileAreNoArgumentsAndLeadNowhere() throws IOException {
    Repo repo = Repo.in(folder).task("A", "in_progress");
    Path written = folder.resolve("written");
    repo.write(
        ".project/tasks/A.json",
        """
        {"status": "in_progress", "worktree":
          {"base": "--output=%s", "path": "%s", "branch": "--force"}}
        """
            .formatted(written, folder));
    repo.write(
        ".project/state.json", "{\"dispatch_batch\": {\"id\": \"batch-001\", \"tasks\": [\"A\"]}}");
    Workspace workspace = repo.open();

    assertThat(workspace.status().orElseThrow().notes())
        .containsExactly("A runs, but was not started by a dispatch");
    assertThat(workspace.complete("A").isCompleted()).isFalse();
    workspace.review(ReviewRules.none());
    workspace.completeMerged("A");
    assertThat(workspace.cleanup().trees()).isEmpty();
    assertThat(written).doesNotExist();
  }

  @Test
  void noteOfAStepWritesProjectFilesAlone() throws IOException {
    Repo repo = Repo.in(folder).task("A", "ready");
    String edit = "[{\"file\": \"%s\", \"path\": [\"x\"], \"value\": 1}]";
    for (String file : List.of("../../out.json", "/tmp/out.json", "tasks/../../x.json", "x.json")) {
      repo.write(".git/model-dispatch/step.json", edit.formatted(file));

      assertThatExceptionOfType(WorkspaceException.class)
          .isThrownBy(() -> repo.open().project())
          .withMessage("the note of a half-done step names '" + file + "'; delete the note");
    }
    assertThat(folder.resolve("out.json")).doesNotExist();
  }

  @Test
  void linksOutOfTheRepositoryAreNotFollowed() throws IOException {
    Repo repo = Repo.in(folder).task("A", "ready");
    Path tasks = repo.root.resolve(".project/tasks");
    Files.move(tasks, folder.resolve("elsewhere"));
    Files.createSymbolicLink(tasks, folder.resolve("elsewhere"));
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> repo.open().execute())
        .withMessageContaining("is a link");

    Repo other = Repo.in(folder.resolve("other")).task("A", "ready");
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(other.root.resolve(".git/model-dispatch"), outside);
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> other.open().execute())
        .withMessageContaining("cannot lock");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void variablesOfThisProcessLeadGitNowhereElse() throws IOException, InterruptedException {
    Repo repo = Repo.in(folder).task("A", "ready");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

    String said =
        new Jvm(HostileRepositoryTest.Opener.class, repo.root)
            .environment("GIT_DIR", elsewhere.toString())
            .environment("GIT_WORK_TREE", elsewhere.toString())
            .environment("GIT_INDEX_FILE", elsewhere.resolve("index").toString())
            .environment("GIT_CONFIG_COUNT", "nonsense")
            .output();

    assertThat(said).isEqualTo("started 1");
    repo.assertWhole("A");
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** Executes once. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] args) {
      System.out.print("started " + Workspace.open(Path.of(args[0])).execute().launches().size());
    }
  }
}
