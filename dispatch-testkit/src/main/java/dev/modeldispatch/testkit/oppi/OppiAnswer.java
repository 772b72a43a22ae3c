package dev.modeldispatch.testkit.oppi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * What a REST call is answered with.
 *
 * @param status the HTTP status
 * @param body the JSON
 */
record OppiAnswer(int status, ObjectNode body) {
  static OppiAnswer ok(ObjectNode body) {
    return new OppiAnswer(200, body);
  }

  static OppiAnswer error(int status, String message) {
    return new OppiAnswer(status, OppiJson.object().put("error", message));
  }

  static OppiAnswer error(int status, String message, String code) {
    return new OppiAnswer(status, OppiJson.object().put("error", message).put("code", code));
  }

  byte[] bytes(String... lines) {
    byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
    head.append("Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[start.length + json.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(json, 0, all, start.length, json.length);
    return all;
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 429 -> "Too Many Requests";
      default -> "Status";
    };
  }
}
