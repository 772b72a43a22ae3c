package dev.modeldispatch.core.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is sent. {@link #toString} names the origin and the path alone: headers hold keys, bodies
 * hold prompts.
 *
 * @param uri where to
 * @param headers all headers that are not the client's own
 * @param body the body of a POST; empty for a GET
 */
public record HttpAsk(URI uri, Map<String, String> headers, Optional<byte[]> body) {
  /** Copies the headers. */
  public HttpAsk {
    headers = Map.copyOf(headers);
  }

  /** Returns a POST of these bytes. */
  public static HttpAsk post(URI uri, Map<String, String> headers, byte[] body) {
    return new HttpAsk(uri, headers, Optional.of(body));
  }

  /** Returns a GET. */
  public static HttpAsk get(URI uri, Map<String, String> headers) {
    return new HttpAsk(uri, headers, Optional.empty());
  }

  HttpRequest request(BooleanSupplier sending) {
    var request = HttpRequest.newBuilder(uri);
    headers.forEach(request::setHeader);
    return body.map(bytes -> request.POST(new WatchedBody(bytes, sending)))
        .orElseGet(request::GET)
        .build();
  }

  @Override
  public String toString() {
    String size = body.map(b -> " (" + b.length + " bytes)").orElse("");
    return "HttpAsk[" + (body.isPresent() ? "POST " : "GET ") + uri.getRawPath() + size + "]";
  }
}
