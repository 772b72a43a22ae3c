package dev.modeldispatch.samples.taskdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDispatchTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path root;

  @BeforeEach
  void makeRepository() throws IOException, InterruptedException {
    root = folder.toRealPath().resolve("demo");
    DemoRepository.make(root);
  }

  private int exit(String... args) {
    printed.reset();
    return new TaskDispatch(TestConsole.of(printed, "")).run(args);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Runs a command in the repository, and returns its exit code and what it said. */
  private String say(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--repo", root.toString()));
    return exit(all.toArray(String[]::new)) + "\n" + printed();
  }

  private void work(String id) throws IOException, InterruptedException {
    Path tree = folder.toRealPath().resolve("demo-task-" + id);
    Files.writeString(tree.resolve(DemoRepository.source(id)), "work\n");
    GitCommand.run(tree, "add", "-A");
    GitCommand.run(tree, "commit", "-q", "-m", "work");
  }

  @Test
  void demoTakesTwelveTasksFromPlanToCleanup() {
    assertThat(exit()).as(printed()).isZero();

    assertThat(printed())
        .contains(
            "[12/12]  ", "work of tasks in main:   12 of 12", "batch:                   completed")
        .contains("nobody wrote", "work trees removed:      12 of 12", "All fine.");
  }

  @Test
  void taskGoesFromStartToCleanup() throws IOException, InterruptedException {
    assertThat(say("--workers", "2")).startsWith("0\nDispatch Plan\n").contains("Worker limit: 2");
    assertThat(say("execute", "--workers", "2"))
        .contains("    cd " + folder.toRealPath() + "/demo-task-FND-001\n    claude --task FND-001")
        .contains(
            "    ./scripts/dispatch-sessions.sh FND-001\n", "is yours to commit or to ignore");
    assertThat(say("--status")).contains("  FND-001: in_progress (clean)", "Progress: 0/1 (0%)");
    work("FND-001");
    assertThat(say("status")).contains("  FND-001: in_progress (1 commit)");
    assertThat(say("complete", "FND-001", "--pr", "123"))
        .startsWith("1\nPR #123 is recorded.\nFND-001 is not completed: branch task/FND-001 has 1");
    assertThat(say("review")).isEqualTo("0\nFND-001: 1 file changed, none outside of its files\n");
    GitCommand.run(root, "merge", "-q", "--no-ff", "-m", "m", "task/FND-001");
    assertThat(say("status")).contains("  ! FND-001 is merged into main: complete FND-001\n");
    assertThat(say("complete", "FND-001")).startsWith("0\nFND-001 is completed: branch task/FND");
    assertThat(say("status")).contains("  FND-001: completed (PR #123)");
    assertThat(say("cleanup")).isEqualTo("0\nRemoved the work tree of FND-001 and its branch\n");
    assertThat(say("check")).isEqualTo("0\nGraph check: 0 errors, 0 other findings\n");
  }

  @Test
  void everyCommandSpeaksJson() throws IOException {
    assertThat(say("plan", "--json")).startsWith("0\n{").contains("\"ready\":[\"FND-001\"]");
    assertThat(say("execute", "--json")).contains("\"started\" : [ {", "\"FND-001\"");
    assertThat(say("status", "--json")).contains("\"FND-001\" : \"in_progress (clean)\"");
    assertThat(say("complete", "FND-001", "--json")).contains("\"completed\" : false");
    assertThat(say("review", "--json")).contains("\"outside\" : [ ]", "\"test\" : \"fine\"");
    assertThat(say("cleanup", "--json")).contains("\"trees\" : [ ]");
    assertThat(say("boundary", "FND-001", "--json")).contains("Do NOT touch files outside");
    assertThat(say("check", "--json")).contains("\"findings\" : [ ]");
    assertThat(say("--graph", "dot")).startsWith("0\ndigraph");
    assertThat(say("--graph", "mermaid")).startsWith("0\nflowchart");
    assertThat(say("--graph", "gantt")).startsWith("0\ngantt\n");
  }

  @Test
  void badInputIsListedInOnePieceAndEndsWithTwo() throws IOException {
    assertThat(exit("--workers", "0", "--frob", "--graph", "x", "--repo", folder + "/gone"))
        .isEqualTo(2);
    assertThat(printed().lines())
        .containsExactly(
            "task-dispatch: '--frob' is no option; --help tells what there is",
            "task-dispatch: --workers '0': write 1 or more",
            "task-dispatch: --graph 'x': there are mermaid, dot and gantt",
            "task-dispatch: " + folder + "/gone: no such folder",
            "Use --help for what there is.");
    assertThat(say("execute", "GONE-1", "RUN-001"))
        .startsWith("2\ntask-dispatch: no task 'GONE-1'\ntask-dispatch: RUN-001: blocked by");
    Files.writeString(root.resolve(".project/tasks/FND-002.json"), "{\n  oops");
    assertThat(say("--workers", "x"))
        .contains("--workers 'x': write 1", "tasks/FND-002.json: not JSON at line 2, column 3");
    assertThat(say("check")).startsWith("2\nGraph check: 1 error");
    Files.move(root.resolve(".project"), root.resolve("moved"));
    assertThat(say("plan")).startsWith("2\ntask-dispatch: " + root + "/.project: not there.");
  }

  @Test
  void driftIsReportedByCheckAndCountedByPlan() throws IOException {
    Path file = root.resolve(".project/tasks/FND-001.json");
    Files.writeString(file, Files.readString(file).replace("\"ready\"", "\"pending\""));

    assertThat(say("check"))
        .startsWith("1\nGraph check: 0 errors, 1 other finding\n")
        .contains("drift FND-001: the index says status 'ready', its file 'pending'");
    assertThat(say("plan")).startsWith("0\n").contains("\n1 finding; see check.\n");
  }

  @Test
  void templatesOfCommandsCanBeNamed() {
    assertThat(say("plan", "--worktree", "mk {ID}")).contains("    mk FND-001\n");
    assertThat(say("execute", "--launch", "agent '{ID}'"))
        .contains("    agent 'FND-001'\n")
        .contains("DISPATCH_LAUNCH='agent '\\''{ID}'\\''' ./scripts/dispatch-sessions.sh FND-001");
    assertThat(say("plan", "--launch", "agent")).startsWith("2\n");
  }

  @Test
  void scriptOfTheRepositorysOwnIsLeftAlone() throws IOException {
    Path script = root.resolve(SessionsScript.PATH);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "mine");

    assertThat(say("execute")).contains("dispatch-sessions.sh was there and is left as it is");
    assertThat(script).hasContent("mine");
  }
}
