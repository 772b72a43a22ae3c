package dev.modeldispatch.core.opencode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A program of its own that says where it listens and answers every call like a healthy server. */
final class FakeServerMain {
  private static final String BODY = "{\"healthy\":true,\"version\":\"0\",\"providers\":[]}";

  private FakeServerMain() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (var socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      System.out.println("opencode server listening on http://127.0.0.1:" + socket.getLocalPort());
      while (true) {
        Socket client = socket.accept();
        var thread = new Thread(() -> serve(client));
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          String reply =
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + BODY.length()
                  + "\r\n\r\n"
                  + BODY;
          client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
          client.getOutputStream().flush();
        }
      }
    } catch (IOException e) {
      // the client is gone
    }
  }
}
