package dev.modeldispatch.core.http;

import java.net.http.HttpHeaders;

/** How many bytes a reply's head takes. */
final class HeadSize {
  private HeadSize() {}

  static long of(HttpHeaders headers) {
    long size = 0;
    for (var header : headers.map().entrySet()) {
      for (String value : header.getValue()) {
        size += header.getKey().length() + value.length() + 4L;
      }
    }
    return size;
  }
}
