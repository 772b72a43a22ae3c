package dev.modeldispatch.core.http;

import java.nio.ByteBuffer;

/** Bytes that say nothing: blanks and line breaks, with which servers keep a connection awake. */
final class Blanks {
  private Blanks() {}

  /** Whether there is more than blanks; the buffer stays where it is. */
  static boolean areNotAll(ByteBuffer piece) {
    for (int i = piece.position(); i < piece.limit(); i++) {
      if (piece.get(i) > ' ' || piece.get(i) < 0) {
        return true;
      }
    }
    return false;
  }
}
