package dev.modeldispatch.samples.taskdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionCommandsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  @TempDir Path folder;
  private Path shop;

  @BeforeEach
  void makeWorkspace() throws IOException {
    shop = Files.createDirectory(folder.toRealPath().resolve("shop"));
    Files.createDirectories(shop.resolve(".pi/todos"));
    Files.writeString(shop.resolve(".pi/todos/T-1.md"), "Sell apples.\n");
    Files.writeString(shop.resolve("notes.md"), "Apples are red.\n");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String say(Console console, String... args) {
    printed.reset();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", server.baseUri().toString(), "--workspace", shop.toString()));
    int exit = new TaskDispatch(console).run(all.toArray(String[]::new));
    return exit + "\n" + printed.toString(StandardCharsets.UTF_8);
  }

  private String say(String... args) {
    return say(TestConsole.of(printed, ""), args);
  }

  private String launch(String model) {
    assertThat(say("launch", "--model", model, "--prompt", "Do it.")).startsWith("0\n");
    return server.createdSessions().get(server.createdSessions().size() - 1);
  }

  private String prompted() throws JsonProcessingException {
    String body = server.promptCalls().get(0).requestBody();
    return new ObjectMapper().readTree(body).path("parts").path(0).path("text").asText();
  }

  @Test
  void launchPrintsItsResultAndNothingElseAndTheSessionWorksOn() throws Exception {
    server.model("fake/quick").hangs();

    String said =
        say(
            "launch",
            "--name",
            "Apples",
            "--model",
            "fake/quick",
            "--thinking",
            "high",
            "--todo",
            "T-1",
            "--context-file",
            "notes.md",
            "--boundary",
            "src/a.txt",
            "src/b.txt",
            "--prompt",
            "Build the shop.");

    String id = server.createdSessions().get(0);
    assertThat(said)
        .isEqualTo(
            """
            0
            {
              "sessionId" : "%s",
              "workspaceId" : "%s",
              "workspaceName" : "shop",
              "model" : "fake/quick",
              "prompted" : true,
              "injectedTodos" : [ "T-1" ],
              "injectedFiles" : [ "notes.md" ],
              "promptChars" : %d
            }
            """
                .formatted(id, shop, prompted().length()));
    assertThat(prompted())
        .startsWith("Build the shop.")
        .contains("Sell apples.", "Apples are red.", "- src/a.txt\n- src/b.txt\n");
    assertThat(server.runningSessions()).containsExactly(id);
  }

  @Test
  void aPromptIsReadFromStandardInput() throws Exception {
    server.model("fake/quick").answers("Done.");

    String said =
        say(
            TestConsole.of(printed, "Häuser bauen.\n"),
            "launch",
            "--model",
            "fake/quick",
            "--prompt",
            "-");

    assertThat(said).startsWith("0\n").contains("\"prompted\" : true", "\"promptChars\" : 13");
    assertThat(prompted()).isEqualTo("Häuser bauen.");
    assertThat(say("launch", "--prompt", "-")).startsWith("2\n").contains("input is blank");
  }

  @Test
  void aSessionWithoutAPromptWaitsForOne() {
    assertThat(say("launch", "--context-file", "notes.md"))
        .contains("\"prompted\" : false", "\"injectedFiles\" : [ ]", "\"promptChars\" : 0");
    assertThat(server.promptRequests()).isZero();
  }

  @Test
  void allThatIsWrongWithALaunchIsListedAndNothingIsLaunched() {
    server.model("fake/quick").answers("Done.");

    String said =
        say(
            "launch",
            "--frob",
            "--thinking",
            "deep",
            "--model",
            "quick",
            "--todo",
            "T-2",
            "--context-file",
            "gone.md",
            "--boundary",
            "../other.txt",
            "--prompt",
            " ");

    assertThat(said.lines())
        .containsExactly(
            "2",
            "task-dispatch: '--frob' is no option; --help tells what there is",
            "task-dispatch: target: 'quick' is not a target; write provider/model, for example"
                + " openai/gpt-x",
            "task-dispatch: thinking: 'deep' is no level; there are off, minimal, low, medium,"
                + " high, xhigh",
            "task-dispatch: --prompt is blank",
            "task-dispatch: todo T-2: there is no file " + shop.resolve(".pi/todos/T-2.md"),
            "task-dispatch: context file 'gone.md': there is no file " + shop.resolve("gone.md"),
            "task-dispatch: boundary '../other.txt' is outside of the workspace",
            "Use --help for what there is.");
    assertThat(server.createdSessions()).isEmpty();
  }

  @Test
  void whatTheServerFindsWrongIsBadInputToo() {
    server.model("fake/quick").answers("Done.");

    assertThat(say("launch", "--model", "other/x", "--todo", "T-2", "--prompt", "Do it."))
        .startsWith("2\n")
        .contains("Provider 'other' is not connected. Connected providers: fake. Run")
        .contains("todo T-2: there is no file");
    assertThat(server.createdSessions()).isEmpty();
  }

  @Test
  void sessionsAreStoppedWhateverTheyDo() throws Exception {
    server.model("fake/busy").hangs();
    server.model("fake/quick").answers("Done.");
    server.model("fake/late").swallows();
    String busy = launch("fake/busy");
    String ready = launch("fake/quick");
    String starting = launch("fake/late");
    assertThat(say("stop", ready)).isEqualTo("0\n" + ready + ": stopped\n");

    String said = say("stop", busy, ready, starting, "ses_unknown1");

    assertThat(said)
        .isEqualTo(
            """
            0
            %s: stopped
            %s: stopped
            %s: stopped
            ses_unknown1: stopped
            """
                .formatted(busy, ready, starting));
    server.awaitRest(SOON);
  }

  @Test
  void whatIsNotStoppedIsToldBesideTheRest() {
    server.model("fake/quick").answers("Done.");
    String ready = launch("fake/quick");

    String said = say("stop", "frob", ready);

    assertThat(said).startsWith("1\nfrob: not stopped (").endsWith("\n" + ready + ": stopped\n");
    assertThat(say("stop")).startsWith("2\ntask-dispatch: stop needs the ids of sessions\n");
  }

  @Test
  void aWaitEndsWhenTheSessionRestsAndTellsATurnThatFailed() {
    server.model("fake/quick").firstAfter(Duration.ofMillis(300)).answers("Done.");
    server.model("fake/bad").fails(dev.modeldispatch.FailureKind.RATE_LIMITED);
    server.model("fake/busy").hangs();
    String quick = launch("fake/quick");
    String bad = launch("fake/bad");
    String busy = launch("fake/busy");

    assertThat(say("wait", quick, "--limit", "20s")).isEqualTo("0\n" + quick + ": ready\n");
    assertThat(say("wait", bad)).startsWith("1\n" + bad + ": ready (rate_limited");
    assertThat(say("wait", busy, "--limit", "1s"))
        .startsWith("1\n" + busy + ": unknown (")
        .contains("may still");
    assertThat(say("wait", busy, "--limit", "soon")).startsWith("2\n").contains("90s or 10m");
  }

  @Test
  void thePasswordComesFromTheEnvironmentAndIsNeverPrinted() {
    server.password("s3cret");
    server.model("fake/quick").answers("Done.");
    String[] launch = {"launch", "--model", "fake/quick", "--prompt", "Do it."};

    assertThat(say(TestConsole.with(printed, "", ApiKey.of("s3cret")), launch)).startsWith("0\n{");
    String refused = say(TestConsole.with(printed, "", ApiKey.of("wr0ng")), launch);

    assertThat(refused).startsWith("1\ntask-dispatch: ").doesNotContain("wr0ng", "s3cret");
    String[] inUrl = {"launch", "--url", "http://opencode:s3cret@127.0.0.1:1"};
    printed.reset();
    assertThat(new TaskDispatch(TestConsole.of(printed, "")).run(inUrl)).isEqualTo(2);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("--url must hold no password")
        .doesNotContain("s3cret");
  }

  @Test
  void aServerThatIsNotThereIsToldInOneLine() {
    server.close();

    assertThat(say("launch", "--model", "fake/quick", "--prompt", "x").lines())
        .hasSize(2)
        .startsWith("1")
        .element(1)
        .asString()
        .contains(server.baseUri().getAuthority());
  }
}
