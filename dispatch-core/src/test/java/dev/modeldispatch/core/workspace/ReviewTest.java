package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTest {
  @TempDir Path folder;
  private Repo repo;
  private Workspace workspace;

  @BeforeEach
  void startTwo() throws IOException {
    repo = Repo.in(folder).task("A", "ready").task("B", "ready");
    workspace = repo.open();
    workspace.execute();
  }

  private Review.Entry first(ReviewRules rules) {
    return workspace.review(rules).tasks().get(0);
  }

  @Test
  void filesOutsideAreNamedPerTaskCommittedOrNot() throws IOException {
    repo.work("A", "src/A/one");
    repo.work("A", "src/B/taken");
    Repo.write(repo.tree("A"), "src/App.java", "changed");
    Repo.write(repo.tree("A"), "src/A/new one", "new");

    Review review = workspace.review(ReviewRules.none());

    assertThat(review.isClean()).isFalse();
    assertThat(review.tasks().get(0).changes())
        .containsExactly("? src/A/new one", "A src/A/one", "M src/App.java", "A src/B/taken");
    assertThat(review.tasks().get(0).outside()).containsExactly("src/App.java", "src/B/taken");
    assertThat(review.tasks().get(1).changes()).isEmpty();
  }

  @Test
  void whatCameFromTheBaseIsNotTheSessions() throws IOException {
    repo.work("A", "src/A/one");
    repo.write("src/Other.java", "by another");
    repo.commitAll("meanwhile");
    Repo.git(repo.tree("A"), "merge", "-q", "-m", "up", "main");

    assertThat(first(ReviewRules.none()).changes()).containsExactly("A src/A/one");
  }

  @Test
  void reviewHoldsAfterMergeAndCleanup() throws IOException {
    repo.work("A", "src/A/one");
    repo.merge("A");

    assertThat(first(ReviewRules.none()).changes()).containsExactly("A src/A/one");
  }

  @Test
  void forbiddenPatternIsFoundInWhatTheTaskOwnsOrChanged() throws IOException {
    Repo.write(repo.tree("A"), "src/A/x", "one\nuse(oldApi);\n");
    Repo.write(repo.tree("A"), "src/Outside", "oldWay\n");
    Repo.write(repo.tree("B"), "src/B/y", "newApi\n");

    var review = workspace.review(ReviewRules.none().forbidding("old(Api|Way)|class App"));

    assertThat(review.tasks().get(0).forbidden())
        .containsExactly("src/A/x:2: use(oldApi);", "src/Outside:1: oldWay");
    assertThat(review.tasks().get(1).isClean()).isTrue();
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> workspace.review(ReviewRules.none().forbidding("(")))
        .withMessageContaining("git grep failed");
  }

  @Test
  void testCommandRunsInEachTree() throws IOException {
    Files.writeString(repo.tree("A").resolve("src/bad"), "x");

    var rules = ReviewRules.none().testing("sh", "-c", "echo checked; test ! -e src/bad");

    assertThat(first(rules).test()).isEqualTo("ended with 1: checked");
    assertThat(workspace.review(rules).tasks().get(1).test()).isEmpty();
  }
}
