package dev.modeldispatch.core.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket under way.
 *
 * <p>Between threads: the end is claimed by the first of refused, broken, closed, abort ({@code
 * over}); the claimer alone tells the sink, an abort tells nobody. The client calls the listener
 * one event after the other, so that {@code message} needs no lock; {@code sending} is the tail of
 * what is to be sent, under this object's lock, since the client takes one message at a time. Who
 * ends before the socket is open has it closed as soon as it is ({@code open}).
 *
 * <p>The client misses some ends that the server does not announce, one in some hundred on JDK 17:
 * so the server is pinged, and a socket on which nothing comes is over.
 */
final class RunningSocket implements TextSocket, WebSocket.Listener {
  private static final int MAX_MESSAGE = 1 << 20;
  private static final Duration PING_EVERY = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final HttpTransport transport;
  private final URI uri;
  private final SocketSink sink;
  private final SocketFailures failures;
  private final AtomicBoolean over = new AtomicBoolean();
  private final StringBuilder message = new StringBuilder();
  private final CompletableFuture<WebSocket> open = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sending = open;
  private volatile @Nullable CompletableFuture<WebSocket> opening;
  private volatile Instant heardAt;

  RunningSocket(HttpTransport transport, URI uri, SocketSink sink) {
    this.transport = transport;
    this.uri = uri;
    this.sink = sink;
    this.failures = new SocketFailures(uri);
    this.heardAt = transport.clock().instant();
  }

  void start(HttpClient client, Map<String, String> headers) {
    CompletableFuture<WebSocket> begun;
    try {
      var builder = client.newWebSocketBuilder().connectTimeout(transport.limits().connect());
      headers.forEach(builder::header);
      begun = builder.buildAsync(URI.create("ws" + uri.toString().substring(4)), this);
    } catch (IllegalArgumentException | SecurityException e) {
      throw e;
    } catch (Throwable e) { // the client throws errors when descriptors run out
      broken(e);
      return;
    }
    opening = begun;
    if (over.get()) {
      begun.cancel(true);
    }
    var unused =
        begun.whenComplete(
            (socket, thrown) -> {
              if (thrown != null) {
                broken(thrown);
              }
            });
  }

  @Override
  public void onOpen(WebSocket socket) {
    open.complete(socket);
    if (over.get()) {
      return; // whoever ended it has it aborted
    }
    heardAt = transport.clock().instant();
    pingLater(socket);
    sink.opened();
    socket.request(1);
  }

  private void pingLater(WebSocket socket) {
    try {
      var unused =
          transport
              .timers()
              .schedule(() -> ping(socket), PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      abort(); // the timers are closed, and so is whoever listens
    }
  }

  private void ping(WebSocket socket) {
    if (over.get()) {
      return;
    }
    if (Duration.between(heardAt, transport.clock().instant()).compareTo(SILENCE) >= 0) {
      end(failures.lost("no answer to pings for " + SILENCE.toMillis() + " ms"));
      return;
    }
    var unused =
        socket
            .sendPing(ByteBuffer.allocate(0))
            .whenComplete(
                (sent, thrown) -> {
                  if (thrown != null && !SocketFailures.isTooEarly(thrown)) {
                    broken(thrown);
                  }
                });
    pingLater(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer payload) {
    return heard(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
    return heard(socket);
  }

  private @Nullable CompletionStage<?> heard(WebSocket socket) {
    heardAt = transport.clock().instant();
    socket.request(1);
    return null;
  }

  @Override
  public void send(String text) {
    CompletableFuture<WebSocket> sent;
    synchronized (this) {
      sent = sending.thenCompose(socket -> socket.sendText(text, true));
      sending = sent;
    }
    var unused =
        sent.whenComplete(
            (socket, thrown) -> {
              if (thrown != null) {
                broken(thrown);
              }
            });
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    if (over.get()) {
      return null;
    }
    if (message.length() + data.length() > MAX_MESSAGE) {
      end(failures.tooLarge(MAX_MESSAGE));
      return null;
    }
    message.append(data);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      sink.text(whole);
    }
    return heard(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    end(failures.noText());
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    if (claim()) {
      sink.ended(failures.lost("close " + code)); // the client says goodbye
    }
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable thrown) {
    broken(thrown);
  }

  void broken(Throwable thrown) {
    end(open.isDone() ? failures.broken(thrown) : failures.notOpened(thrown));
  }

  /** The transport closes: nobody else may be left to end what waits for this. */
  void closed() {
    end(failures.closedHere());
  }

  @Override
  public void abort() {
    if (claim()) {
      cut();
    }
  }

  private void end(SocketSink.End end) {
    if (claim()) {
      cut();
      sink.ended(end);
    }
  }

  private boolean claim() {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    transport.forget(this);
    return true;
  }

  private void cut() {
    var unused = open.thenAccept(WebSocket::abort);
    CompletableFuture<WebSocket> begun = opening;
    if (begun != null) {
      begun.cancel(true);
    }
  }
}
