package dev.modeldispatch.core.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Whole replies that never were on a wire. */
public final class Wholes {
  private Wholes() {}

  /** Returns a reply. */
  public static HttpEnd.Whole of(int status, Map<String, List<String>> headers, String body) {
    return new HttpEnd.Whole(
        status,
        HttpHeaders.of(headers, (name, value) -> true),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
