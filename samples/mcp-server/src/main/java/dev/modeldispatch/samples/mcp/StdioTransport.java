package dev.modeldispatch.samples.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One client over two streams, a line for each message.
 *
 * <p>Between threads: the thread in {@link #serve} reads, begins each request and cancels; it waits
 * for none. Answers and progress come from other threads; each writes a whole line at once, under
 * the output's own lock, so that a client that does not read holds back who tells it something.
 * What still runs when the input ends is cancelled.
 */
final class StdioTransport implements McpServerTransportProvider {
  private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);
  private static final String CANCELLED = "notifications/cancelled";

  private final McpJsonMapper json;
  private final Lines in;
  private final PrintStream out;
  private final RunningCalls running = new RunningCalls();
  private @Nullable McpServerSession session;

  StdioTransport(McpJsonMapper json, Lines in, PrintStream out) {
    this.json = json;
    this.in = in;
    this.out = out;
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session = factory.create(new Wire());
  }

  /** Serves the client until its end of the input is closed. */
  void serve() throws IOException {
    try {
      for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
        if (!line.get().isBlank()) {
          take(line.get());
        }
      }
    } finally {
      running.cancelAll();
    }
  }

  private void take(String line) {
    JSONRPCMessage message;
    try {
      message = McpSchema.deserializeJsonRpcMessage(json, line);
    } catch (IOException | RuntimeException e) { // the SDK throws both for a line that is none
      LOG.warn("a line of {} characters is no JSON-RPC message", line.length());
      return;
    }
    if (message instanceof JSONRPCRequest request) {
      running.begin(request.id(), open().handle(request));
    } else if (message instanceof JSONRPCNotification told && told.method().equals(CANCELLED)) {
      cancel(told.params());
    } else {
      open().handle(message).subscribe(done -> {}, StdioTransport::lost);
    }
  }

  private void cancel(@Nullable Object params) {
    Object id = params instanceof Map<?, ?> named ? named.get("requestId") : null;
    if (id != null) {
      running.cancel(id);
    }
  }

  private McpServerSession open() {
    if (session == null) {
      throw new IllegalStateException("no server is built over this transport");
    }
    return session;
  }

  private static void lost(Throwable thrown) {
    LOG.warn("a notification ended with {}", thrown.getClass().getName());
  }

  @Override
  public Mono<Void> notifyClients(String method, @Nullable Object params) {
    return Mono.defer(() -> open().sendNotification(method, params));
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(running::cancelAll);
  }

  private void write(JSONRPCMessage message) {
    try {
      byte[] text = json.writeValueAsBytes(message); // JSON has no line breaks of its own
      byte[] line = Arrays.copyOf(text, text.length + 1);
      line[text.length] = '\n';
      out.write(line, 0, line.length);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a message cannot be written as JSON", e);
    }
  }

  /** The session's way to the client. */
  private final class Wire implements McpServerTransport {
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(() -> write(message));
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return StdioTransport.this.closeGracefully();
    }
  }
}
