package dev.modeldispatch.samples.taskdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OppiCommandsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final FakeOppiServer server = FakeOppiServer.start();
  @TempDir Path folder;
  private Path root;
  private Path config;

  @BeforeEach
  void makeRepository() throws IOException, InterruptedException {
    root = folder.toRealPath().resolve("demo");
    DemoRepository.make(root);
    server.workspace("w1", "Shop", root);
    config = folder.resolve("config.json");
    Files.writeString(
        config,
        "{\"token\": \"%s\", \"port\": %d}".formatted(server.token(), server.baseUri().getPort()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String say(String... args) {
    printed.reset();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--fleet", "oppi"));
    Console console = TestConsole.of(printed, "").withOppi(config);
    int exit = new TaskDispatch(console).run(all.toArray(String[]::new));
    return exit + "\n" + printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSessionIsLaunchedInANamedWorkspaceAndStopped() {
    server.sessions().hangs();

    String launched =
        say("launch", "--workspace", "shop", "--model", "some/one", "--prompt", "Do it.");

    assertThat(launched)
        .startsWith("0\n{\n  \"sessionId\" : \"")
        .contains("\"workspaceId\" : \"w1\"", "\"workspaceName\" : \"Shop\"")
        .contains("\"model\" : \"some/one\"", "\"prompted\" : true", "\"promptChars\" : 6");
    String id = launched.replaceFirst("(?s).*\"sessionId\" : \"([^\"]+)\".*", "$1");
    assertThat(say("stop", id, "gone", "--workspace", "w1"))
        .isEqualTo("0\n" + id + ": stopped\ngone: stopped\n");
  }

  @Test
  void anUnknownWorkspaceIsRefusedWithThoseThereAre() {
    String refusal = "2\ntask-dispatch: 'mall' is no workspace of the server. It has 'Shop'.\n";

    assertThat(say("launch", "--workspace", "mall")).startsWith(refusal);
    assertThat(say("stop", "x", "--workspace", "mall")).startsWith(refusal);
    assertThat(say("run", "--repo", root.toString(), "--workspace", "mall")).startsWith(refusal);
  }

  @Test
  void aRunGoesToTheNamedWorkspace() {
    var agent = new FakeAgent();
    server.sessions().works(task -> agent.work(task.workspace(), task.prompt()));

    String said = say("run", "--repo", root.toString(), "--workspace", "shop");

    assertThat(said).startsWith("0\nSessions run on oppi at ").contains("\n12 completed in ");
  }

  @Test
  void aWorkspaceThatIsNotTheRepositoryIsRefused() throws IOException {
    server.workspace("w2", "Mall", Files.createDirectory(folder.resolve("mall")));

    assertThat(say("run", "--repo", root.toString(), "--workspace", "Mall"))
        .startsWith("2\ntask-dispatch: workspace Mall is not " + root);
  }

  @Test
  void settingsThatAreNotThereAreToldByName() throws IOException {
    Files.delete(config);

    assertThat(say("stop", "x", "--workspace", "shop"))
        .startsWith("2\ntask-dispatch: oppi settings '")
        .contains("there is no such file");
  }
}
