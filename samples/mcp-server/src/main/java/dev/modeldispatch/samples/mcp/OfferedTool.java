package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.core.tool.ModelTool;
import dev.modeldispatch.core.tool.ToolProgress;
import dev.modeldispatch.core.tool.ToolReply;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A tool as MCP has it. No thread waits for a call; who unsubscribes from one cancels it. */
record OfferedTool(ModelTool tool, McpJsonMapper json) {
  private static final Logger LOG = LoggerFactory.getLogger(OfferedTool.class);

  AsyncToolSpecification offer() {
    Tool described =
        Tool.builder(tool.name(), json, tool.schema()).description(tool.description()).build();
    return AsyncToolSpecification.builder().tool(described).callHandler(this::call).build();
  }

  private Mono<CallToolResult> call(McpAsyncServerExchange exchange, CallToolRequest request) {
    return Mono.fromFuture(() -> tool.callAsync(arguments(request), progress(exchange, request)))
        .map(OfferedTool::result);
  }

  /** What is wrong with the arguments, or with every model, is the model's to read. */
  private static CallToolResult result(ToolReply reply) {
    return CallToolResult.builder().addTextContent(reply.text()).isError(reply.isError()).build();
  }

  private String arguments(CallToolRequest request) {
    try {
      return request.arguments() == null ? "" : json.writeValueAsString(request.arguments());
    } catch (IOException e) {
      throw new UncheckedIOException("arguments cannot be written as JSON", e);
    }
  }

  private static ToolProgress progress(McpAsyncServerExchange exchange, CallToolRequest request) {
    return Optional.ofNullable(request.progressToken())
        .<ToolProgress>map(token -> new EndedTargets(exchange, token))
        .orElseGet(ToolProgress::none);
  }

  /** Tells the client each target that has ended; progress that does not grow is not allowed. */
  private static final class EndedTargets implements ToolProgress {
    private final McpAsyncServerExchange exchange;
    private final Object token;
    private int told;

    EndedTargets(McpAsyncServerExchange exchange, Object token) {
      this.exchange = exchange;
      this.token = token;
    }

    @Override
    public void onStep(Step step) {
      if (step.done() <= told) {
        return;
      }
      told = step.done();
      exchange
          .progressNotification(
              ProgressNotification.builder(token, told)
                  .total((double) step.total())
                  .message(step.message())
                  .build())
          .subscribe(done -> {}, EndedTargets::lost);
    }

    private static void lost(Throwable thrown) {
      LOG.warn("progress could not be told: {}", thrown.getClass().getName());
    }
  }
}
