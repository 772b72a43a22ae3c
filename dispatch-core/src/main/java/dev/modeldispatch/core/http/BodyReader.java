package dev.modeldispatch.core.http;

import java.nio.ByteBuffer;

/** Reads a reply's body piece by piece, on an HTTP thread; must not block. */
public interface BodyReader {
  /**
   * Reads a piece.
   *
   * @return whether it held content, so that the server is not silent; pings are none
   */
  boolean read(ByteBuffer piece);

  /** Runs the action once the next piece may be read; until then the socket is left alone. */
  default void whenRead(Runnable readOn) {
    readOn.run();
  }
}
