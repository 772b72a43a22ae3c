package dev.modeldispatch.testkit.oppi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The opening of a WebSocket, RFC 6455 section 4. */
final class WebSocketHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private WebSocketHandshake() {}

  static boolean isAsked(OppiRequest request) {
    return names(request.header("upgrade"), "websocket");
  }

  /** Returns why the request opens none, if it does not. */
  static Optional<OppiAnswer> refusal(OppiRequest request) {
    if (!request.header("sec-websocket-version").equals("13")) {
      return Optional.of(OppiAnswer.error(426, "WebSocket version 13 is spoken here"));
    }
    boolean fits =
        request.method().equals("GET")
            && names(request.header("connection"), "upgrade")
            && isKey(request.header("sec-websocket-key"));
    return fits ? Optional.empty() : Optional.of(OppiAnswer.error(400, "No WebSocket handshake"));
  }

  static byte[] answer(OppiRequest request) {
    String lines =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(request.header("sec-websocket-key"))
            + "\r\n\r\n";
    return lines.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String accept(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      byte[] both = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(digest.digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1.", e);
    }
  }

  private static boolean names(String header, String token) {
    return Arrays.stream(header.split(",", -1)).anyMatch(t -> t.strip().equalsIgnoreCase(token));
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
