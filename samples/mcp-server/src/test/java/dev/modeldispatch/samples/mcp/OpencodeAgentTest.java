package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.ServerCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runnable jar as an MCP server of the real opencode, whose agent's model is scripted: one run
 * of {@code opencode run}, and what everybody saw of it.
 */
@Tag("opencode-agent")
@EnabledIfEnvironmentVariable(named = "DISPATCH_OPENCODE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "DISPATCH_MCP_JAR", matches = ".+")
class OpencodeAgentTest {
  private static final String PROMPT = "Say whether tabs beat spaces, in one word.";
  private static final String ARGUMENTS =
      "{\"prompt\":\""
          + PROMPT
          + "\",\"models\":[{\"provider\":\"local\",\"model\":\"one\"},"
          + "{\"provider\":\"local\",\"model\":\"two\"}],\"timeout\":30}";

  private static final FakeModelServer TARGETS = FakeModelServer.start();

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path folder = Path.of("");

  private static List<JsonNode> asked = List.of();
  private static String printed = "";
  private static int exit = -1;

  @BeforeAll
  static void run() throws Exception {
    TARGETS.model("one").answers("Tabs, says one.");
    TARGETS.model("two").answers("Spaces, says two.");
    try (var agent = new AgentModel("batch-dispatch", ARGUMENTS)) {
      configure(agent);
      Process opencode = start();
      boolean ended = opencode.waitFor(120, TimeUnit.SECONDS);
      opencode.destroyForcibly().waitFor();
      exit = ended ? opencode.exitValue() : -1;
      asked = agent.requests().stream().filter(r -> !AgentModel.tools(r).isEmpty()).toList();
      printed = Files.readString(folder.resolve("stdout"));
    }
  }

  @AfterAll
  static void stop() {
    TARGETS.close();
  }

  private static void configure(AgentModel agent) throws IOException {
    ObjectNode providers =
        (ObjectNode) Messages.JSON.readTree(Messages.configuration(TARGETS.baseUri()));
    providers.withObject("/providers/local").put("keyEnv", "TARGETS_KEY");
    Files.writeString(folder.resolve("model-dispatch.json"), providers.toString());

    ObjectNode config = Messages.JSON.createObjectNode().put("share", "disabled");
    config.put("autoupdate", false).put("snapshot", false);
    config.putArray("enabled_providers").add("upstream");
    ObjectNode upstream = config.putObject("provider").putObject("upstream");
    upstream.put("npm", "@ai-sdk/openai-compatible").put("name", "Upstream");
    upstream.putObject("options").put("baseURL", agent.baseUri().toString()).put("apiKey", "k");
    upstream.putObject("models").putObject("agent").put("name", "agent");
    ObjectNode server = config.putObject("mcp").putObject("dispatch").put("type", "local");
    server.putArray("command").add(ChildJvm.java()).add("-jar").add(jar());
    server.putObject("environment").put("TARGETS_KEY", "key-of-the-targets");
    server.put("enabled", true).put("timeout", 60_000);
    Files.writeString(folder.resolve("opencode.json"), config.toPrettyString());
  }

  private static String jar() {
    return Path.of(System.getenv("DISPATCH_MCP_JAR")).toAbsolutePath().toString();
  }

  private static Process start() throws IOException {
    var builder =
        new ProcessBuilder(
            System.getenv("DISPATCH_OPENCODE"), "run", "--model", "upstream/agent", "Ask others.");
    var environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "LANG"));
    for (String home : List.of("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")) {
      Path place = Files.createDirectories(folder.resolve("home").resolve(home));
      environment.put(home, place.toString());
    }
    List.of("MODELS_FETCH", "AUTOUPDATE", "DEFAULT_PLUGINS", "LSP_DOWNLOAD", "SHARE", "CLAUDE_CODE")
        .forEach(what -> environment.put("OPENCODE_DISABLE_" + what, "1"));
    return builder
        .directory(folder.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  @Test
  void agentIsOfferedEveryTool() {
    assertThat(asked).isNotEmpty();
    assertThat(AgentModel.tools(asked.get(0)))
        .contains(
            "dispatch_dispatch",
            "dispatch_batch-dispatch",
            "dispatch_batch-start",
            "dispatch_batch-status",
            "dispatch_batch-cancel",
            "dispatch_list-models",
            "dispatch_preflight");
  }

  @Test
  void bothTargetsAreAskedWhatTheAgentSaid() {
    assertThat(TARGETS.promptCalls())
        .extracting(call -> call.model().orElse(""))
        .containsExactlyInAnyOrder("one", "two");
    assertThat(TARGETS.promptCalls())
        .extracting(ServerCall::requestBody)
        .allMatch(OpencodeAgentTest::asksIt);
  }

  private static boolean asksIt(String body) {
    return body.contains("\"content\":\"" + PROMPT + "\"");
  }

  @Test
  void keyOfTheEntrysEnvironmentIsUsed() {
    assertThat(TARGETS.promptCalls())
        .extracting(call -> call.header("authorization").orElse(""))
        .containsOnly("Bearer key-of-the-targets");
  }

  @Test
  void agentsModelIsGivenTheReport() {
    assertThat(asked).hasSize(2);
    assertThat(AgentModel.toolReplies(asked.get(1)))
        .contains("=== batch-dispatch to 2 models [timeout-30s] ===")
        .contains("--- local/one [OK] (", "Tabs, says one.")
        .contains("--- local/two [OK] (", "Spaces, says two.");
  }

  @Test
  void agentsLastWordsAreOfTheReport() {
    assertThat(printed).contains("The models were asked: Success: 2/2 | Wall time: ");
    assertThat(exit).isZero();
  }

  @Test
  void serverEndsWithItsClient() throws Exception {
    var left =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(jar()))
            .toList();

    for (ProcessHandle process : left) {
      process.onExit().get(10, TimeUnit.SECONDS);
    }
  }
}
