package dev.modeldispatch.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Takes one request, sends bytes, and holds the connection open until the client closes it. */
final class HeldServer implements AutoCloseable {
  private final ServerSocket server;
  private final CompletableFuture<String> request = new CompletableFuture<>();
  private final CompletableFuture<Long> closedAt = new CompletableFuture<>();

  private HeldServer(ServerSocket server) {
    this.server = server;
  }

  /** A server whose reply never ends. */
  static HeldServer holds(String contentType, String body) {
    return sends(contentType, body, "");
  }

  /** A server whose reply ends; the connection may be used again. */
  static HeldServer replies(String contentType, String body) {
    return sends(contentType, body, "0\r\n\r\n");
  }

  private static HeldServer sends(String contentType, String body, String end) {
    try {
      var held = new HeldServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      String head = "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n";
      String chunk =
          Integer.toHexString(body.getBytes(UTF_8).length) + "\r\n" + body + "\r\n" + end;
      var thread =
          new Thread(
              () -> held.serve(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk), "held-server");
      thread.setDaemon(true);
      thread.start();
      return held;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(String reply) {
    try (Socket socket = server.accept()) {
      byte[] buffer = new byte[65_536];
      int size = socket.getInputStream().read(buffer);
      request.complete(new String(buffer, 0, Math.max(size, 0), UTF_8));
      socket.getOutputStream().write(reply.getBytes(UTF_8));
      while (socket.getInputStream().read(buffer) >= 0) {
        // What else the client sends is not of interest.
      }
      closedAt.complete(System.nanoTime());
    } catch (IOException e) {
      closedAt.complete(System.nanoTime()); // a reset is a close, too
      request.completeExceptionally(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** {@return the beginning of the request, its path in the first line} */
  CompletableFuture<String> request() {
    return request;
  }

  /** {@return when the client closed the connection, in nanoseconds} */
  CompletableFuture<Long> closedAt() {
    return closedAt;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
