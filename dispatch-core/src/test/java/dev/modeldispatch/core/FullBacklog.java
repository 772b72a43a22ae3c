package dev.modeldispatch.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A port of this machine on which no further connection comes to stand: its backlog is full. */
final class FullBacklog implements AutoCloseable {
  private static final String SYN_SENT = " 02 ";

  private final ServerSocket server;
  private final List<Socket> waiting = new ArrayList<>();

  private FullBacklog(ServerSocket server) {
    this.server = server;
  }

  static FullBacklog open() throws IOException {
    var full =
        new FullBacklog(
            new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    for (int i = 0; i < 16; i++) {
      var socket = new Socket();
      full.waiting.add(socket);
      try {
        socket.connect(full.address(), 200);
      } catch (SocketTimeoutException e) {
        return full;
      }
    }
    throw new IllegalStateException("the backlog takes everybody");
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /** Whether the kernel knows a connection to this port whose first packet has no reply. */
  boolean seesAConnectUnderWay() throws IOException {
    String port = String.format(":%04X", server.getLocalPort());
    return Files.readAllLines(Path.of("/proc/net/tcp6")).stream()
        .anyMatch(line -> line.contains(port + SYN_SENT));
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    server.close();
  }
}
