package dev.modeldispatch.core.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads lines of JSON out of bytes that come in pieces, cut anywhere; blank lines are passed over.
 * Not thread-safe: an exchange's pieces come one after the other.
 */
public final class NdjsonReader implements BodyReader {
  private final int maxBytes;
  private final Consumer<String> onLine;
  private final Runnable onTooLarge;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private boolean broken;

  /**
   * Makes a reader.
   *
   * @param maxBytes of a line
   * @param onLine hears each line that is not blank
   * @param onTooLarge hears once that a line is above the limit; nothing is read after it
   */
  public NdjsonReader(int maxBytes, Consumer<String> onLine, Runnable onTooLarge) {
    this.maxBytes = maxBytes;
    this.onLine = onLine;
    this.onTooLarge = onTooLarge;
  }

  @Override
  public boolean read(ByteBuffer piece) {
    boolean content = piece.hasRemaining();
    while (piece.hasRemaining() && !broken) {
      byte b = piece.get();
      if (b == '\n') {
        finish();
      } else if (line.size() == maxBytes) {
        broken = true;
        onTooLarge.run();
      } else {
        line.write(b);
      }
    }
    return content;
  }

  /** Reads the last line, if no LF ended it: the bytes are at their end. */
  public void finish() {
    String whole = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (!broken && !whole.isEmpty()) {
      onLine.accept(whole);
    }
  }
}
