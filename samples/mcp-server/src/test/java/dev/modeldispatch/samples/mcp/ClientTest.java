package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.tool.ModelTool;
import dev.modeldispatch.testkit.server.FakeModelServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's own client, with the program in a JVM of its own. */
@Timeout(60)
class ClientTest {
  private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
  private final CountDownLatch bothEnded = new CountDownLatch(2);

  private void heard(ProgressNotification told) {
    progress.add(told);
    bothEnded.countDown();
  }

  private McpSyncClient client(Path config) {
    var parameters =
        ServerParameters.builder(ChildJvm.java())
            .args(ChildJvm.arguments("--config", config.toString()))
            .build();
    var transport = new StdioClientTransport(parameters, McpJsonDefaults.getMapper());
    return McpClient.sync(transport).progressConsumer(this::heard).build();
  }

  @Test
  void clientFindsAllToolsAndHasTheReportOfABatch(@TempDir Path folder) throws Exception {
    try (var server = FakeModelServer.start()) {
      server.model("one").answers("First.");
      server.model("two").answers("Second.");
      Path config = folder.resolve("config.json");
      Files.writeString(config, Messages.configuration(server.baseUri()));
      try (var client = client(config)) {
        client.initialize();

        List<Tool> tools = client.listTools().tools();
        CallToolResult result = client.callTool(batch());

        assertThat(tools).extracting(Tool::name).containsExactlyElementsOf(toolNames());
        assertThat(schemaOf(tools.get(1))).contains("Seconds per model, above 0. Default 50.");
        assertThat(client.getServerInstructions()).contains("within 50 s", "batch-start");
        assertThat(result.isError()).isFalse();
        assertThat(((TextContent) result.content().get(0)).text())
            .startsWith("=== batch-dispatch to 2 models ===\nModels: local/one, local/two\n")
            .contains("--- local/one [OK]", "First.", "Success: 2/2 | Wall time: ");
        assertThat(bothEnded.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(progress) // the client tells its listener of several at once
            .extracting(ProgressNotification::progress)
            .containsExactlyInAnyOrder(1.0, 2.0);
        assertThat(server.promptCalls()).hasSize(2);
      }
    }
  }

  private static CallToolRequest batch() {
    var models =
        Stream.of("one", "two").map(model -> Map.of("provider", "local", "model", model)).toList();
    return CallToolRequest.builder("batch-dispatch")
        .arguments(Map.of("prompt", "Compare", "models", models))
        .progressToken("p-1")
        .build();
  }

  private static List<String> toolNames() {
    try (var models = ModelDispatch.builder().ollama().build();
        var tools = models.tools()) {
      return tools.all().stream().map(ModelTool::name).toList();
    }
  }

  private static String schemaOf(Tool tool) {
    return String.valueOf(tool.inputSchema());
  }
}
