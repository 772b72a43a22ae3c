package dev.modeldispatch.samples.taskdispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldispatch.core.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a real tmux, with a server of its own. */
class SessionsScriptTest {
  @TempDir Path folder;
  private final String socket = "task-dispatch-" + ProcessHandle.current().pid();
  private Path root;

  @BeforeEach
  void startThree() throws IOException, InterruptedException {
    boolean hasTmux =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "tmux")));
    if (!hasTmux) {
      System.out.println("skipped: no tmux, so the script for sessions is not tried");
    }
    assumeTrue(hasTmux, "no tmux");
    root = folder.toRealPath().resolve("my demo");
    DemoRepository.make(root);
    var workspace = Workspace.open(root);
    workspace.execute();
    workspace.completeMerged("FND-001");
    workspace.execute();
    assertThat(SessionsScript.write(root)).isPresent();
  }

  @AfterEach
  void endTmux() throws IOException, InterruptedException {
    run(List.of("tmux", "-L", socket, "kill-server"));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
    builder.environment().put("DISPATCH_SOCKET", socket);
    builder.environment().put("DISPATCH_LAUNCH", "pwd > seen-{ID}.tmp; mv seen-{ID}.tmp seen-{ID}");
    builder.environment().remove("TMUX");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + said;
  }

  private String script(String... ids) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve(SessionsScript.PATH).toString()));
    command.addAll(List.of(ids));
    return run(command);
  }

  @Test
  void everyTaskGetsAWindowInItsTreeOnce() throws IOException, InterruptedException {
    assertThat(script("FND-002", "FND-003", "FND-004"))
        .startsWith("0\nFND-002: " + root + "-task-FND-002\n")
        .endsWith("Attach with: tmux attach -t dispatch\n");

    for (String id : List.of("FND-002", "FND-003", "FND-004")) {
      Path tree = root.resolveSibling("my demo-task-" + id);
      assertThat(await(tree.resolve("seen-" + id))).hasContent(tree.toString());
    }
    assertThat(run(List.of("tmux", "-L", socket, "list-windows", "-t", "dispatch", "-F", "#W")))
        .isEqualTo("0\nFND-002\nFND-003\nFND-004\n");
    assertThat(script("FND-003")).contains("FND-003: its window is open");
  }

  @Test
  void allThatIsWrongIsListedAndNothingIsStarted() throws IOException, InterruptedException {
    assertThat(script("FND-002", "$(touch x)", "--help", "RUN-001"))
        .isEqualTo(
            """
            2
            dispatch-sessions: '$(touch x)' is not a task id
            dispatch-sessions: '--help' is not a task id
            dispatch-sessions: RUN-001 has no work tree; execute makes one
            """);
    assertThat(script()).startsWith("2\ndispatch-sessions: name the tasks");
    assertThat(run(List.of("tmux", "-L", socket, "has-session", "-t", "dispatch")))
        .startsWith("1\n");
  }

  private static Path await(Path file) throws InterruptedException {
    for (int i = 0; i < 200 && !Files.exists(file); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return file;
  }
}
