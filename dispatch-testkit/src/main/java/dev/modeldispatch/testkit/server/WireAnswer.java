package dev.modeldispatch.testkit.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is answered, before it is decided how it travels.
 *
 * @param status the HTTP status
 * @param headers the headers besides the framing, in order
 * @param body the body
 */
record WireAnswer(int status, List<Header> headers, Bytes body) {
  /** The content type of a stream that has a JSON object in each line. */
  static final String LINES = "application/x-ndjson";

  /** A header line. */
  record Header(String name, String value) {}

  static WireAnswer json(int status, String body) {
    return of(status, "application/json", body);
  }

  static WireAnswer of(int status, String contentType, String body) {
    return new WireAnswer(status, List.of(new Header("Content-Type", contentType)), Bytes.of(body));
  }

  /** The same with this header in place of any of that name. */
  WireAnswer header(String name, String value) {
    var changed = new ArrayList<>(headers);
    changed.removeIf(h -> h.name().equalsIgnoreCase(name));
    changed.add(new Header(name, value));
    return new WireAnswer(status, List.copyOf(changed), body);
  }

  WireAnswer status(int other) {
    return new WireAnswer(other, headers, body);
  }

  WireAnswer body(Bytes other) {
    return new WireAnswer(status, headers, other);
  }

  WireAnswer body(String other) {
    return body(Bytes.of(other));
  }

  /** {@return whether it is a stream of events} */
  boolean isStream() {
    return isLines() || headers.stream().anyMatch(h -> h.value().startsWith("text/event-stream"));
  }

  /** {@return whether it is a stream of lines} */
  boolean isLines() {
    return headers.stream().anyMatch(h -> h.value().equals(LINES));
  }

  /** {@return the events of a stream, each with the line end or the empty line that ends it} */
  List<Bytes> events() {
    String end = isLines() ? "(?<=\n)" : "(?<=\n\n|\r\n\r\n)";
    return Arrays.stream(text().split(end, -1))
        .filter(event -> !event.isEmpty())
        .map(Bytes::of)
        .toList();
  }

  String text() {
    return body.text();
  }

  /** The status line and the headers, with the framing lines that are given, and the empty line. */
  Bytes head(String... framing) {
    var out =
        new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason()).append(CRLF);
    headers.forEach(h -> out.append(h.name()).append(": ").append(h.value()).append(CRLF));
    for (String line : framing) {
      out.append(line).append(CRLF);
    }
    return Bytes.of(out.append(CRLF).toString());
  }

  /** The head with the body's true length. */
  Bytes head() {
    return status == 204 ? head(new String[0]) : head("Content-Length: " + body.length());
  }

  private static final String CRLF = "\r\n";

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 429 -> "Too Many Requests";
      default -> "Status";
    };
  }

  @Override
  public String toString() {
    return status + ", " + body;
  }
}
