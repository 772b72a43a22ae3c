package dev.modeldispatch.testkit.oppi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client does that no well-made one would, byte by byte. */
class WebSocketProtocolTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String MASK = "01020304";

  private final FakeOppiServer server = FakeOppiServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private Socket connect(String headers) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUri().getPort());
    socket.setSoTimeout(5_000);
    String request =
        "GET /stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + server.token()
            + "\r\n"
            + headers
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String upgrade(String version, String key) {
    return "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: "
        + version
        + "\r\nSec-WebSocket-Key: "
        + key
        + "\r\n";
  }

  private static String head(DataInputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** The payload of the next frame with this opcode. */
  private static byte[] frame(DataInputStream in, int opcode) throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = new byte[in.readUnsignedByte()];
      in.readFully(payload);
      if (first == (0x80 | opcode)) {
        return payload;
      }
    }
  }

  private static String masked(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) (i % 4 + 1);
    }
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void theHandshakeIsThatOfTheDocument() throws Exception {
    try (var socket = connect(upgrade("13", KEY))) {
      assertThat(head(new DataInputStream(socket.getInputStream())))
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"8, dGhlIHNhbXBsZSBub25jZQ==, 426", "13, c2hvcnQ=, 400", "13, ***, 400"})
  void anotherHandshakeIsRefused(String version, String key, int status) throws Exception {
    try (var socket = connect(upgrade(version, key))) {
      assertThat(head(new DataInputStream(socket.getInputStream())))
          .startsWith("HTTP/1.1 " + status)
          .contains("Sec-WebSocket-Version: 13");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "not masked, 810178, 1002",
    "a reserved bit, C18101020304, 1002",
    "an unknown opcode, 838001020304, 1002",
    "a continuation of nothing, 808001020304, 1002",
    "a second message within one, 018001020304018001020304, 1002",
    "a ping in fragments, 098001020304, 1002",
    "a ping of 126 bytes, 89FE007E01020304, 1002",
    "a close of one byte, 88810102030402, 1002",
    "a close with code 1005, 88820102030402EF, 1002",
    "a binary message, 828001020304, 1003",
    "no UTF-8, 818101020304FE, 1007",
    "a length above any, 81FFFFFFFFFFFFFFFFFF, 1009",
    "a length above the limit, 81FF000000000010000101020304, 1009"
  })
  void whatIsAgainstTheProtocolIsClosedWithItsCode(String what, String bytes, int code)
      throws Exception {
    try (var socket = connect(upgrade("13", KEY))) {
      var in = new DataInputStream(socket.getInputStream());
      head(in);

      socket.getOutputStream().write(HexFormat.of().parseHex(bytes));

      byte[] close = frame(in, 8);
      assertThat((close[0] & 0xFF) << 8 | (close[1] & 0xFF)).as(what).isEqualTo(code);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(server.unmatched()).singleElement().asString().startsWith("no WebSocket: ");
    }
  }

  @Test
  void fragmentsMayHavePingsBetweenThem() throws Exception {
    try (var socket = connect(upgrade("13", KEY))) {
      var in = new DataInputStream(socket.getInputStream());
      head(in);
      String bytes =
          ("0188" + MASK + masked("{\"type\":"))
              + ("8982" + MASK + masked("hi"))
              + ("8086" + MASK + masked("\"odd\"}"));

      socket.getOutputStream().write(HexFormat.of().parseHex(bytes));

      assertThat(new String(frame(in, 10), StandardCharsets.UTF_8)).isEqualTo("hi");
      assertThat(new String(frame(in, 1), StandardCharsets.UTF_8)).contains("Unknown command: odd");
    }
  }

  @Test
  void aCloseIsEchoedAndEndsTheConnection() throws Exception {
    try (var socket = connect(upgrade("13", KEY))) {
      var in = new DataInputStream(socket.getInputStream());
      head(in);

      socket.getOutputStream().write(HexFormat.of().parseHex("8882" + MASK + "02EA"));

      assertThat(frame(in, 8)).containsExactly(3, (byte) 0xE8);
      assertThat(in.read()).isEqualTo(-1);
      server.awaitAllClosed(Duration.ofSeconds(5));
    }
  }

  @Test
  void theServerCanCloseInOrder() throws Exception {
    try (var socket = connect(upgrade("13", KEY))) {
      var in = new DataInputStream(socket.getInputStream());
      head(in);
      server.awaitStreams(1, Duration.ofSeconds(5));

      server.closeStreams(1001);

      assertThat(frame(in, 8)).containsExactly(3, (byte) 0xE9);
      socket.getOutputStream().write(HexFormat.of().parseHex("8882" + MASK + "02EB"));
      server.awaitStreams(0, Duration.ofSeconds(5));
      assertThat(server.unmatched()).isEmpty();
    }
  }

  @Test
  void aMessageAboveTheLimitThatWasSetEndsTheStream() throws Exception {
    server.limitMessages(1_000);
    try (var socket = connect(upgrade("13", KEY))) {
      var in = new DataInputStream(socket.getInputStream());
      head(in);

      socket.getOutputStream().write(HexFormat.of().parseHex("81FE03E9" + MASK));

      assertThat(frame(in, 8)).startsWith(3, (byte) 0xF1);
    }
  }

  @Test
  void aClientThatReadsNothingHoldsUpNobody() throws Exception {
    server.workspace("w", "Shop", Path.of("shop"));
    server.sessions().says("x".repeat(1_000_000));
    var client = new OppiClient(server);
    String session = client.make();
    String command = "{\"type\":\"subscribe\",\"sessionId\":\"%s\",\"level\":\"full\"}";
    String text = command.formatted(session);
    try (var socket = connect(upgrade("13", KEY))) {
      socket
          .getOutputStream()
          .write(
              HexFormat.of()
                  .parseHex(
                      "81" + HexFormat.of().toHexDigits((byte) (0x80 | text.length())) + MASK));
      socket.getOutputStream().write(HexFormat.of().parseHex(masked(text)));
      var heard = client.stream().subscribe(session);

      for (int i = 0; i < 20; i++) {
        heard.prompt(session, "Go on", "t" + i).next("agent_end");
      }

      assertThat(server.promptsTaken()).isEqualTo(20);
    }
  }

  @Test
  void aChunkedBodyIsReadAndARequestThatIsNoneEndsTheConnection() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUri().getPort())) {
      socket.setSoTimeout(5_000);
      String chunked =
          "POST /workspaces/none/sessions HTTP/1.1\r\nTransfer-Encoding: chunked\r\nAuthorization:"
              + " Bearer "
              + server.token()
              + "\r\n\r\n2\r\n{}\r\n0\r\n\r\nnonsense\r\n";
      socket.getOutputStream().write(chunked.getBytes(StandardCharsets.ISO_8859_1));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).contains("Workspace not found");
      assertThat(server.unmatched()).containsExactly("no HTTP: no HTTP/1.1 request line");
      assertThat(server.calls()).hasSize(1);
      assertThat(server.calls().get(0).requestBody()).isEqualTo("{}");
    }
  }
}
