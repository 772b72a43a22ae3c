package dev.modeldispatch.core.http;

import java.net.http.HttpHeaders;
import java.util.Optional;

/** Hears how an exchange goes, on an HTTP thread; must not block. */
public interface HttpSink {
  /** Bytes of the request may leave from now on; false if none shall, since it was called off. */
  boolean sending();

  /**
   * Says how the body of the reply that begins is read. By default it is collected, up to the cap,
   * and is there at the end; else each piece goes to the reader as it comes, the cap is the
   * reader's to keep, and the body at the end is empty.
   */
  default Optional<BodyReader> reader(int status, HttpHeaders headers) {
    return Optional.empty();
  }

  /** The exchange ended; heard once, and not at all after an abort. */
  void ended(HttpEnd end);
}
