package dev.modeldispatch.core.http;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A connector whose server's lines are pieces of an answer. */
public final class LineConnector implements ModelConnector {
  private final HttpTransport transport;
  private final URI uri;

  /** Connects provider {@code lines} to the server there. */
  public LineConnector(HttpTransport transport, URI uri) {
    this.transport = transport;
    this.uri = uri;
  }

  @Override
  public Set<String> providers() {
    return Set.of("lines");
  }

  @Override
  public void call(Call call) {
    byte[] body = call.prompt().text().getBytes(StandardCharsets.UTF_8);
    Exchange exchange = transport.send(HttpAsk.post(uri, Map.of(), body), new CallSink(call));
    call.onAbort(exchange::abort);
  }

  @Override
  public void close() {
    // The transport is the test's.
  }

  private record CallSink(Call call) implements HttpSink {
    @Override
    public boolean sending() {
      call.sending();
      return !call.isOver();
    }

    @Override
    public Optional<BodyReader> reader(int status, HttpHeaders headers) {
      return Optional.of(new Pieces(call));
    }

    @Override
    public void ended(HttpEnd end) {
      call.settle(
          end instanceof HttpEnd.Broken broken
              ? Reply.failure(broken.failure()).build()
              : Reply.answer("whole").build());
    }
  }

  private record Pieces(Call call, NdjsonReader lines) implements BodyReader {
    Pieces(Call call) {
      this(
          call,
          new NdjsonReader(
              1 << 20,
              line -> call.text(DispatchEvent.Text.Kind.ANSWER, line),
              () -> {
                throw new IllegalStateException("a line is too long");
              }));
    }

    @Override
    public boolean read(ByteBuffer piece) {
      return lines.read(piece);
    }

    @Override
    public void whenRead(Runnable readOn) {
      call.whenRead(readOn);
    }
  }
}
