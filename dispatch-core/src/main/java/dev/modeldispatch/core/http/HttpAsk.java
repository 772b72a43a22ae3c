package dev.modeldispatch.core.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is sent. {@link #toString} names the origin and the path alone: headers hold keys, bodies
 * hold prompts.
 *
 * @param method GET, POST, PATCH or DELETE
 * @param uri where to
 * @param headers all headers that are not the client's own
 * @param body the body of a POST or PATCH
 * @param idle the idle limit, if it is not the transport's
 */
public record HttpAsk(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<byte[]> body,
    Optional<Duration> idle) {
  /** Copies the headers. */
  public HttpAsk {
    headers = Map.copyOf(headers);
  }

  /** Returns a POST of these bytes. */
  public static HttpAsk post(URI uri, Map<String, String> headers, byte[] body) {
    return new HttpAsk("POST", uri, headers, Optional.of(body), Optional.empty());
  }

  /** Returns a PATCH with these bytes. */
  public static HttpAsk patch(URI uri, Map<String, String> headers, byte[] body) {
    return new HttpAsk("PATCH", uri, headers, Optional.of(body), Optional.empty());
  }

  /** Returns a GET. */
  public static HttpAsk get(URI uri, Map<String, String> headers) {
    return new HttpAsk("GET", uri, headers, Optional.empty(), Optional.empty());
  }

  /** Returns a DELETE. */
  public static HttpAsk delete(URI uri, Map<String, String> headers) {
    return new HttpAsk("DELETE", uri, headers, Optional.empty(), Optional.empty());
  }

  /** Returns the same with an idle limit of its own. */
  public HttpAsk withIdle(Duration limit) {
    return new HttpAsk(method, uri, headers, body, Optional.of(limit));
  }

  HttpRequest request(BooleanSupplier sending) {
    var request = HttpRequest.newBuilder(uri);
    headers.forEach(request::setHeader);
    return request
        .method(
            method,
            body.<BodyPublisher>map(bytes -> new WatchedBody(bytes, sending))
                .orElseGet(BodyPublishers::noBody))
        .build();
  }

  @Override
  public String toString() {
    String size = body.map(b -> " (" + b.length + " bytes)").orElse("");
    return "HttpAsk[" + method + " " + uri.getRawPath() + size + "]";
  }
}
