package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What really goes over the wire, read from a plain socket. */
class FaultTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final FakeModelServer server = FakeModelServer.start();
  private Socket socket = new Socket();

  @AfterEach
  void closeAll() throws IOException {
    socket.close();
    server.close();
  }

  @Test
  void resetIsAResetInPlaceOfAReply() throws Exception {
    ask(Fault.reset());

    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThat(server.promptCalls().get(0).serverClosedAt()).isPresent();
  }

  @Test
  void closeWithoutReplyIsAnOrderlyEnd() throws Exception {
    ask(Fault.closeWithoutReply());

    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void cutAfterSendsThatMuchOfTheBodyAndPromisesMore() throws Exception {
    ask(Fault.cutAfter(20));

    String all = readAll();

    assertThat(body(all)).hasSize(20);
    assertThat(all).contains("HTTP/1.1 200 OK").containsPattern("Content-Length: [1-9][0-9]{2}");
  }

  @Test
  void stallAfterSendsThatMuchAndKeepsTheConnection() throws Exception {
    ask(Fault.stallAfter(20));

    String head = readUntilBlankLine();
    byte[] part = socket.getInputStream().readNBytes(20);
    socket.setSoTimeout(100);

    assertThat(head).startsWith("HTTP/1.1 200 OK");
    assertThat(part).hasSize(20);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.close();
    server.awaitIdle(SOON);
    assertThat(server.promptCalls().get(0).clientClosedAt()).isPresent();
  }

  @Test
  void theConnectionIsClosedOnTheNextRequest() throws Exception {
    ask(Fault.closeOnNextRequest());
    server.awaitIdle(SOON);
    String first = readReply();

    send();

    assertThat(first).contains("All is well.");
    assertThat(endOfStream()).isTrue();
    assertThat(server.promptRequests()).isEqualTo(1);
  }

  @Test
  void aKeptConnectionTakesARequestThatComesInPieces() throws Exception {
    server.model("m").answers("well");
    connect();
    for (String piece : request().split("(?<=[:{}])", -1)) {
      socket.getOutputStream().write(piece.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
    String first = readReply();
    send();

    assertThat(first).contains("well");
    assertThat(readReply()).contains("well");
    assertThat(server.acceptedConnections()).isEqualTo(1);
    assertThat(server.promptRequests()).isEqualTo(2);
  }

  @Test
  void aChunkedRequestIsWhole() throws Exception {
    server.model("m").answers("well");
    connect();

    write("POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    write("6\r\n{\"mode\r\n");
    write("8\r\nl\":\"m\"}\n\r\n0\r\n\r\n");

    assertThat(readReply()).contains("well");
    assertThat(server.promptCalls().get(0).requestBody()).isEqualTo("{\"model\":\"m\"}\n");
  }

  @Test
  void aRequestThatIsNotWholeIsNoPromptRequest() throws Exception {
    connect();

    write("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"model\"");
    socket.shutdownOutput();

    assertThat(endOfStream()).isTrue();

    assertThat(server.promptRequests()).isZero();
    assertThat(server.calls())
        .singleElement()
        .satisfies(call -> assertThat(call.isReceived()).isFalse());
  }

  @Test
  void aRequestWithoutAModelIsUnmatched() throws Exception {
    server.model("m").answers("well");
    connect();

    write("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 15\r\n\r\n");
    write("{\"stream\":true}");

    assertThat(readReply()).startsWith("HTTP/1.1 404");
    assertThatThrownBy(server::assertClean).hasMessageContaining("another form");
  }

  @Test
  void whatIsNoHttpIsUnmatched() throws Exception {
    connect();

    write("\u0016\u0003\u0001 hello\r\n\r\n");

    assertThat(endOfStream()).isTrue();

    assertThatThrownBy(server::assertClean).hasMessageContaining("no HTTP");
  }

  @Test
  void aPauseAfterTheHeadersIsKept() throws Exception {
    ask(Fault.slowBody(Duration.ofMillis(100)));

    readUntilBlankLine();
    server.awaitIdle(SOON);

    var call = server.promptCalls().get(0);
    assertThat(call.answeredAt().orElseThrow().minus(call.arrivedAt()))
        .isGreaterThan(Duration.ofMillis(95));
  }

  @Test
  void aRedirectNamesTheOtherPlace() throws Exception {
    ask(Fault.redirect(URI.create("http://127.0.0.1:9/x")));

    assertThat(readReply()).startsWith("HTTP/1.1 307").contains("Location: http://127.0.0.1:9/x");
  }

  @Test
  void everyFaultHasANameOfItsOwn() {
    assertThat(Fault.catalogue()).extracting(Fault::name).doesNotHaveDuplicates();
  }

  private void ask(Fault fault) throws IOException {
    server.model("m").plays(fault);
    connect();
    send();
  }

  private void connect() throws IOException {
    socket = new Socket(server.baseUri().getHost(), server.baseUri().getPort());
    socket.setSoTimeout(5_000);
  }

  private void send() throws IOException {
    write(request());
  }

  private static String request() {
    String body = "{\"model\":\"m\"}";
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private boolean endOfStream() {
    try {
      return socket.getInputStream().read() == -1;
    } catch (IOException e) {
      return true;
    }
  }

  /** The head and as much body as it promises. */
  private String readReply() throws IOException {
    String head = readUntilBlankLine();
    String length = head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
    byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length));
    return head + new String(body, StandardCharsets.UTF_8);
  }

  private String readUntilBlankLine() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("a byte of the head").isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  private static String body(String all) {
    return all.substring(all.indexOf("\r\n\r\n") + 4);
  }
}
