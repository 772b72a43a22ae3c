package dev.modeldispatch.core.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One WebSocket, spoken to byte by byte: for what a server that behaves does not do. */
final class BareSocket implements AutoCloseable {
  private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: *(\\S+)");
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket listening;
  private Socket client = new Socket();
  private String head = "";

  private BareSocket(ServerSocket listening) {
    this.listening = listening;
  }

  static BareSocket open() throws IOException {
    return new BareSocket(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/stream");
  }

  /** Waits for a handshake. */
  BareSocket await() throws IOException {
    listening.setSoTimeout(5_000);
    client = listening.accept();
    client.setTcpNoDelay(true);
    client.setSoTimeout(5_000);
    var read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      read.append((char) client.getInputStream().read());
    }
    head = read.toString();
    return this;
  }

  String head() {
    return head;
  }

  /** Waits for a handshake and answers it. */
  BareSocket shake() throws Exception {
    await();
    Matcher key = KEY.matcher(head);
    if (!key.find()) {
      throw new IOException("no handshake");
    }
    byte[] both = (key.group(1) + GUID).getBytes(StandardCharsets.ISO_8859_1);
    String accept =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    return say(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept
            + "\r\n\r\n");
  }

  BareSocket say(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends these bytes, in hexadecimal digits. */
  BareSocket bytes(String hex) throws IOException {
    client.getOutputStream().write(HexFormat.of().parseHex(hex));
    return this;
  }

  /** Sends a piece of a text message: the first byte of its frame, and so many characters. */
  void piece(int first, int size) throws IOException {
    client.getOutputStream().write(new byte[] {(byte) first, 127, 0, 0, 0, 0});
    client
        .getOutputStream()
        .write(new byte[] {(byte) (size >> 24), (byte) (size >> 16), (byte) (size >> 8)});
    client.getOutputStream().write(size);
    client.getOutputStream().write("x".repeat(size).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** {@return the next text message of the client, at most 125 bytes; pings are left out} */
  String message() throws IOException {
    var in = new DataInputStream(client.getInputStream());
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = new byte[in.readUnsignedByte() & 0x7F];
      byte[] mask = new byte[4];
      in.readFully(mask);
      in.readFully(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      if (first == 0x81) {
        return new String(payload, StandardCharsets.UTF_8);
      }
    }
  }

  /** Whether somebody connects. */
  boolean isAsked() throws IOException {
    listening.setSoTimeout(200);
    try (var asked = listening.accept()) {
      return asked.isConnected();
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  void hangUp() throws IOException {
    client.close();
  }

  /** Reads until the client closes, whatever it says. */
  void awaitClose() throws IOException {
    try {
      while (client.getInputStream().read() >= 0) {
        // what it says is of no interest
      }
    } catch (SocketException e) {
      // a reset closes, too
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    listening.close();
  }
}
