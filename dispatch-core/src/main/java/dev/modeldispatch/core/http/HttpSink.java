package dev.modeldispatch.core.http;

/** Hears how an exchange goes, on an HTTP thread; must not block. */
public interface HttpSink {
  /** Bytes of the request may leave from now on; false if none shall, since it was called off. */
  boolean sending();

  /** The exchange ended; heard once, and not at all after an abort. */
  void ended(HttpEnd end);
}
