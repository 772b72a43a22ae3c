package dev.modeldispatch.testkit.server;

import java.util.List;
import java.util.Optional;

/**
 * A request as it came; its body is whole or, while it comes, empty.
 *
 * @param method the method
 * @param path the path with its query
 * @param headers the header lines, in order
 * @param body the body
 */
record HttpRequest(String method, String path, List<WireAnswer.Header> headers, Bytes body) {
  Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(WireAnswer.Header::value)
        .findFirst();
  }

  HttpRequest body(Bytes whole) {
    return new HttpRequest(method, path, headers, whole);
  }

  String text() {
    return body.text();
  }

  @Override
  public String toString() {
    return method + " " + path + ", " + body;
  }
}
