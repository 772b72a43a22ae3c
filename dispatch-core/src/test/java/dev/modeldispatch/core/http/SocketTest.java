package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A WebSocket of the transport, against one that is spoken to byte by byte. */
@Timeout(30)
class SocketTest {
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final HttpTransport transport =
      HttpTransport.open(HttpLimits.STANDARD, timers, MonotonicTime.start());
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    transport.close();
    timers.shutdownNow();
  }

  private TextSocket open(URI uri) {
    return transport.socket(uri, Map.of("Authorization", "Bearer the-token"), heard);
  }

  @Test
  void messagesGoBothWaysInTheirOrder() throws Exception {
    try (var server = BareSocket.open()) {
      TextSocket socket = open(server.uri());
      socket.send("one");
      socket.send("two");

      server.shake().bytes("8103616263").bytes("0101648001" + "65");

      assertThat(server.head()).contains("Authorization: Bearer the-token\r\n");
      assertThat(heard.next()).isEqualTo("opened");
      assertThat(heard.next()).isEqualTo("abc");
      assertThat(heard.next()).isEqualTo("de");
      assertThat(server.message()).isEqualTo("one");
      assertThat(server.message()).isEqualTo("two");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTH_REJECTED",
    "403, PERMISSION_DENIED",
    "404, INVALID_REQUEST",
    "503, SERVER_ERROR"
  })
  void aRefusedHandshakeIsClassified(int status, FailureKind kind) throws Exception {
    try (var server = BareSocket.open()) {
      open(server.uri());

      server.await().say("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n");

      var end = heard.end();
      assertThat(end.status()).isEqualTo(status);
      assertThat(end.failure().kind()).isEqualTo(kind);
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (var server = BareSocket.open();
        var elsewhere = BareSocket.open()) {
      open(server.uri());

      server
          .await()
          .say("HTTP/1.1 307 Go\r\nContent-Length: 0\r\nLocation: " + elsewhere.uri() + "\r\n\r\n");

      assertThat(heard.end().status()).isEqualTo(307);
      assertThat(elsewhere.isAsked()).isFalse();
    }
  }

  @Test
  void nobodyThereIsUnreachable() throws Exception {
    URI gone;
    try (var server = BareSocket.open()) {
      gone = server.uri();
    }

    open(gone);

    assertThat(heard.end().failure().kind()).isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  void aServerThatHangsUpInPlaceOfTheHandshakeLosesTheConnection() throws Exception {
    try (var server = BareSocket.open()) {
      open(server.uri());

      server.await().hangUp(); // the client tries a GET twice
      server.await().hangUp();

      assertThat(heard.end().failure().kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a binary message, 820161, MALFORMED_RESPONSE",
    "a close, 880203E9, CONNECTION_LOST",
    "a reserved bit, C10161, CONNECTION_LOST"
  })
  void whatEndsAnOpenSocketIsToldOnce(String what, String bytes, FailureKind kind)
      throws Exception {
    try (var server = BareSocket.open()) {
      open(server.uri());

      server.shake().bytes(bytes);

      assertThat(heard.next()).as(what).isEqualTo("opened");
      assertThat(heard.end().failure().kind()).isEqualTo(kind);
      server.hangUp();
      transport.close();
      assertThat(heard.said).isEmpty();
    }
  }

  @Test
  void aMessageOfAMebibyteIsReadAndALargerOneEndsTheSocket() throws Exception {
    try (var server = BareSocket.open()) {
      open(server.uri());

      server.shake().piece(0x81, 1 << 20);
      assertThat(heard.next()).isEqualTo("opened");
      assertThat(heard.next().toString()).hasSize(1 << 20);
      server.piece(0x01, 1 << 19);
      server.piece(0x80, (1 << 19) + 1);

      assertThat(heard.end().failure().kind()).isEqualTo(FailureKind.RESPONSE_TOO_LARGE);
      server.awaitClose();
    }
  }

  @Test
  void aServerThatAnswersNoPingIsOver() throws Exception {
    try (var server = BareSocket.open()) {
      open(server.uri());

      server.shake();

      assertThat(heard.next()).isEqualTo("opened");
      assertThat(heard.end().failure().evidence()).startsWith("no answer to pings");
    }
  }

  @Test
  void anAbortClosesTheSocketAndIsNotTold() throws Exception {
    try (var server = BareSocket.open()) {
      TextSocket socket = open(server.uri());
      server.shake();
      assertThat(heard.next()).isEqualTo("opened");

      socket.abort();

      server.awaitClose();
      assertThat(heard.said).isEmpty();
    }
  }

  @Test
  void theCloseOfTheTransportEndsOpenSocketsAndThoseThatComeLater() throws Exception {
    try (var server = BareSocket.open()) {
      open(server.uri());
      server.shake();
      assertThat(heard.next()).isEqualTo("opened");

      transport.close();
      server.awaitClose();
      assertThat(heard.end().failure().kind()).isEqualTo(FailureKind.CANCELLED);
      open(server.uri());

      assertThat(heard.end().failure().kind()).isEqualTo(FailureKind.CANCELLED);
    }
  }

  @Test
  void aSocketThatOpensAfterItsAbortIsClosed() throws Exception {
    try (var server = BareSocket.open()) {
      TextSocket socket = open(server.uri());
      server.await();

      socket.abort();

      server.awaitClose();
      assertThat(heard.said).isEmpty();
    }
  }

  private static final class Heard implements SocketSink {
    private final BlockingQueue<Object> said = new LinkedBlockingQueue<>();

    @Override
    public void opened() {
      said.add("opened");
    }

    @Override
    public void text(String message) {
      said.add(message);
    }

    @Override
    public void ended(End end) {
      said.add(end);
    }

    Object next() throws InterruptedException {
      return Objects.requireNonNull(said.poll(10, TimeUnit.SECONDS), "nothing came");
    }

    End end() throws InterruptedException {
      return (End) next();
    }
  }
}
