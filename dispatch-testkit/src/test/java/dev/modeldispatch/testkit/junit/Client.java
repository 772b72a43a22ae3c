package dev.modeldispatch.testkit.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The least of clients; what it holds open stays so until a test closes it. */
final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Client() {}

  /** Asks and waits for the whole answer; its connection stays in the client's pool. */
  static int ask(URI base, String model) {
    return post(base + "/chat/completions", body(model)).statusCode();
  }

  static HttpResponse<String> post(String uri, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
  }

  /** Asks and does not read the answer; closing the socket hangs up. */
  static Socket hold(URI base, String model) {
    byte[] body = body(model).getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + base.getPath()
            + "/chat/completions HTTP/1.1\r\nHost: fake\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String body(String model) {
    return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  }
}
