package dev.modeldispatch.core.http;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.failure.TransportFailures;
import dev.modeldispatch.core.failure.TransportFailures.Phase;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * ends before the socket is open leaves the close to {@link #onOpen}.
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
      socket.abort();
      return;
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
      end(lost("no answer to pings for " + SILENCE.toMillis() + " ms"));
      return;
    }
    var unused =
        socket
            .sendPing(ByteBuffer.allocate(0))
            .whenComplete(
                (sent, thrown) -> {
                  if (thrown != null && !(cause(thrown) instanceof IllegalStateException)) {
                    broken(thrown); // else the last ping still waits to be sent
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
      end(
          failure(FailureKind.RESPONSE_TOO_LARGE, "sent a message above a mebibyte.")
              .hint("Look at what the server sends on its stream.")
              .evidence("message > " + MAX_MESSAGE + " characters"));
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
    end(
        failure(FailureKind.MALFORMED_RESPONSE, "sent a message that is no text.")
            .hint("Check that the address is the server's.")
            .evidence("binary message"));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    if (claim()) {
      sink.ended(new SocketSink.End(0, lost("close " + code).build())); // the client says goodbye
    }
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable thrown) {
    broken(thrown);
  }

  void broken(Throwable thrown) {
    if (open.isDone()) {
      end(lost(cause(thrown).getClass().getSimpleName()));
    } else if (cause(thrown) instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      end(status, refused(status));
    } else {
      boolean unreached =
          has(thrown, ConnectException.class) || has(thrown, HttpTimeoutException.class);
      Phase phase = unreached ? Phase.BEFORE_SENDING : Phase.BEFORE_REPLY;
      end(0, TransportFailures.of(uri, thrown, phase));
    }
  }

  /** The transport closes: nobody else may be left to end what waits for this. */
  void closed() {
    end(
        failure(FailureKind.CANCELLED, "is no longer connected, since it was closed here.")
            .evidence("the dispatcher was closed"));
  }

  @Override
  public void abort() {
    if (claim()) {
      cut();
    }
  }

  private void end(Failure.Builder failure) {
    end(0, failure.build());
  }

  private void end(int status, Failure failure) {
    if (claim()) {
      cut();
      sink.ended(new SocketSink.End(status, failure));
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

  private Failure.Builder lost(String evidence) {
    return failure(FailureKind.CONNECTION_LOST, "broke off the stream.")
        .hint("Try again; if it repeats, look at the server's log.")
        .evidence(evidence);
  }

  private Failure.Builder failure(FailureKind kind, String what) {
    return Failure.builder(kind, uri.getScheme() + "://" + uri.getAuthority() + " " + what);
  }

  private Failure refused(int status) {
    FailureKind kind =
        status == 401
            ? FailureKind.AUTH_REJECTED
            : status == 403
                ? FailureKind.PERMISSION_DENIED
                : status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID_REQUEST;
    return failure(kind, "opened no stream.")
        .hint("Check the address and the key; look at the server's log.")
        .evidence("status " + status)
        .httpStatus(status)
        .build();
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (type.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
