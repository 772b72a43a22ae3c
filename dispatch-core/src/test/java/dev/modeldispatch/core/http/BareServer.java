package dev.modeldispatch.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection, spoken to byte by byte: for what a server that behaves does not do. */
public final class BareServer implements AutoCloseable {
  private static final int PATIENCE_MS = 5_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  private final ServerSocket listening;
  private Socket client = new Socket();

  private BareServer(ServerSocket listening) {
    this.listening = listening;
  }

  /** Listens on a free port of the loopback interface. */
  public static BareServer open() throws IOException {
    return new BareServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
  }

  /** {@return its base address} */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/v1");
  }

  /** Waits for a request, and reads all of it. */
  public void awaitRequest() throws IOException {
    listening.setSoTimeout(PATIENCE_MS);
    client = listening.accept();
    client.setTcpNoDelay(true);
    client.setSoTimeout(PATIENCE_MS);
    InputStream in = client.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed within the head");
      }
      head.append((char) b);
    }
    Matcher length = LENGTH.matcher(head);
    int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
    if (in.readNBytes(size).length < size) {
      throw new IOException("closed within the body");
    }
  }

  /** Begins a reply that ends with the connection. */
  public void beginReply() throws IOException {
    say(HEAD);
  }

  /** Writes; blocks while the client reads nothing. */
  public void say(String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends the reply. */
  public void hangUp() throws IOException {
    client.close();
  }

  /** Waits for the client to close; false if it does not. */
  public boolean seesClose(Duration within) throws IOException {
    client.setSoTimeout((int) within.toMillis());
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true; // a reset: bytes that nobody read were under way
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    listening.close();
  }
}
