package dev.modeldispatch.testkit.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** {@return the path without its query} */
  String plainPath() {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** Returns this parameter of the query. */
  Optional<String> query(String name) {
    int query = path.indexOf('?');
    return query < 0
        ? Optional.empty()
        : Arrays.stream(path.substring(query + 1).split("&", -1))
            .filter(part -> part.startsWith(name + "="))
            .map(part -> part.substring(name.length() + 1))
            .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
            .findFirst();
  }

  /** {@return method and path, with no key in its query} */
  String line() {
    return method + " " + path.replaceAll("([?&](?:key|api_key)=)[^&]*", "$1****");
  }

  /** Says whether it carries a key, in any provider's header. */
  boolean hasKey() {
    return Stream.of("Authorization", "api-key", "x-api-key", "x-goog-api-key")
        .anyMatch(name -> header(name).isPresent());
  }

  HttpRequest body(Bytes whole) {
    return new HttpRequest(method, path, headers, whole);
  }

  String text() {
    return body.text();
  }

  @Override
  public String toString() {
    return line() + ", " + body;
  }
}
