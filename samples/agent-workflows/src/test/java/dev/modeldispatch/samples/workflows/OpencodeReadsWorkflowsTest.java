package dev.modeldispatch.samples.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The real opencode reads the folder: all agents and commands, with what their headers say. */
@Tag("opencode")
@EnabledIfEnvironmentVariable(
    named = "DISPATCH_OPENCODE",
    matches = ".+",
    disabledReason = "DISPATCH_OPENCODE names no binary; .ci/opencode installs one")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class OpencodeReadsWorkflowsTest {
  private OpencodeProcess server;

  @BeforeAll
  void startServer(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) throws Exception {
    server = OpencodeProcess.start(Path.of(System.getenv("DISPATCH_OPENCODE")), folder);
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void commandsAreSeen() throws Exception {
    JsonNode told = server.get("/command");

    for (Workflow workflow : Workflow.in(Folders.OPENCODE.resolve("command"))) {
      JsonNode command = named(told, workflow.name());
      assertThat(command.path("description").asText())
          .isEqualTo(workflow.header().get("description"));
      assertThat(command.path("agent").asText()).isEqualTo(workflow.header().get("agent"));
      assertThat(command.path("template").asText().strip()).isEqualTo(workflow.body().strip());
    }
  }

  @Test
  void agentIsSeenWithItsTools() throws Exception {
    Workflow review = Folders.original("code-review");

    JsonNode agent = named(server.get("/agent"), "code-review");

    assertThat(agent.path("mode").asText()).isEqualTo("subagent");
    assertThat(agent.path("prompt").asText().strip()).isEqualTo(review.body().strip());
    assertThat(agent.path("permission"))
        .extracting(rule -> rule.path("permission").asText() + "=" + rule.path("action").asText())
        .contains("dispatch=allow", "batch-dispatch=allow", "dispatch_*=allow", "edit=deny");
  }

  private static JsonNode named(JsonNode all, String name) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(node -> node.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(name + " is not among " + all.findValuesAsText("name")));
  }
}
