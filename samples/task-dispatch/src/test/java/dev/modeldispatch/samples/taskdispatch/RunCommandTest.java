package dev.modeldispatch.samples.taskdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void makeRepository() throws IOException, InterruptedException {
    root = folder.toRealPath().resolve("demo");
    DemoRepository.make(root);
  }

  private String say(String... args) {
    printed.reset();
    List<String> all = new ArrayList<>(List.of("run", "--repo", root.toString()));
    all.addAll(List.of(args));
    int exit = new TaskDispatch(TestConsole.of(printed, "")).run(all.toArray(String[]::new));
    return exit + "\n" + printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void demoGivesTwelveTasksToAFleetAndChecksTheMerge() {
    int exit = new TaskDispatch(TestConsole.of(printed, "")).run("demo", "--fleet", "fake");

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("FND-001 started: ", "phase phase-3: complete", "12 completed in ")
        .contains("work of tasks in main:   12 of 12, in 12 commits", "nobody wrote", "All fine.");
    assertThat(exit).isZero();
  }

  @Test
  void aRunOverTheFakeFleetEndsCompleteAndIsNotRepeated() throws Exception {
    String said = say("--fleet", "fake", "--phased", "--workers", "3", "--test", "true");

    assertThat(said)
        .startsWith("0\nSessions run on opencode at http://127.0.0.1:")
        .contains("\nFND-001 completed: ", "\nphase phase-1: complete and reviewed\n")
        .contains("\n12 completed in ");
    assertThat(GitCommand.run(root, "log", "--format=%s")).contains("RUN-003: Report");
    assertThat(say("--fleet", "fake")).endsWith("Nothing to run; every task is done.\n");
  }

  @Test
  void aRunSpeaksJsonAlone() throws Exception {
    String said = say("--fleet", "fake", "--json", "--model", "some/one");

    JsonNode json = new ObjectMapper().readTree(said.substring(2));
    assertThat(said).startsWith("0\n{");
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(json.path("tasks")).hasSize(12);
    assertThat(json.path("tasks").path(0).path("model").asText()).isEqualTo("some/one");
    assertThat(json.path("tasks").path(0).path("changes").path(0).asText())
        .isEqualTo("A src/FND-001.txt");
    assertThat(say("--fleet", "fake", "--json", "--graph", "mermaid"))
        .contains("\"mermaid\" : \"flowchart LR");
  }

  @Test
  void whoWroteOutsideOfItsFilesIsNamedAndItsTasksAreHeld() throws Exception {
    try (var server = FakeOpencodeServer.start()) {
      server
          .model("fake/rogue")
          .works(
              task -> {
                Files.writeString(task.workspace().resolve("src/FND-001.txt"), "Done.");
                Files.writeString(task.workspace().resolve("README.md"), "Mine now.");
                GitCommand.run(task.workspace(), "add", "src/FND-001.txt", "README.md");
                GitCommand.run(task.workspace(), "commit", "-q", "-m", "FND-001: done");
              });

      String said = say("--url", server.baseUri().toString(), "--model", "fake/rogue");

      assertThat(said)
          .startsWith("1\n")
          .contains("FND-001 failed: wrote outside of its files: README.md")
          .contains("  OUTSIDE  README.md\n", "FND-002    held", "0 completed, 1 failed, 11 held");
    }
  }

  @Test
  void aPhaseWhoseTestFailsNeedsAPersonThoughItsTasksAreDone() {
    assertThat(say("--fleet", "fake", "--test", "exit 3"))
        .startsWith("1\n")
        .contains("\nPhase phase-1: open\n", "\n12 completed in ");
  }

  @Test
  void thePictureIsPrintedAlone() {
    assertThat(say("--fleet", "fake", "--graph", "mermaid"))
        .startsWith("0\nflowchart LR\n")
        .doesNotContain("started: in");
  }

  @Test
  void allThatIsWrongWithARunIsListedAndNothingStarts() throws Exception {
    Files.writeString(root.resolve(".project/tasks/FND-002.json"), "{\n  oops");

    String said =
        say(
            "--fleet",
            "farm",
            "--workers",
            "0",
            "--model",
            "quick",
            "--thinking",
            "deep",
            "--routes",
            "gone.json",
            "--graph",
            "dot",
            "--limit",
            "x",
            "--url",
            "here");

    assertThat(said)
        .startsWith("2\n")
        .contains("--workers '0': write 1 or more", "run knows opencode, oppi, fake")
        .contains("run draws mermaid alone", "--limit 'x'", "--url 'here'")
        .contains("'quick' is not a target", "'deep' is no level", "--routes gone.json cannot")
        .contains("tasks/FND-002.json: not JSON");
    assertThat(GitCommand.run(root, "log", "--format=%s")).isEqualTo("The task graph");
  }
}
