package dev.modeldispatch.core.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads lines of JSON out of bytes that come in pieces, cut anywhere: lines are found in the bytes,
 * and decoded when they are whole. LF or CRLF ends a line; blank lines are passed over. Not
 * thread-safe: an exchange's pieces come one after the other.
 */
public final class NdjsonReader implements BodyReader {
  private final Consumer<String> onLine;
  private final ByteLines lines;

  /**
   * Makes a reader.
   *
   * @param maxBytes of a line, its CR included
   * @param onLine hears each line that is not blank, without its end
   * @param onTooLarge hears once that a line is above the limit; nothing is read after it
   */
  public NdjsonReader(int maxBytes, Consumer<String> onLine, Runnable onTooLarge) {
    this.onLine = onLine;
    this.lines = ByteLines.endedByLf(maxBytes, this::line, onTooLarge);
  }

  /** Reads a piece; blanks are no content. */
  @Override
  public boolean read(ByteBuffer piece) {
    boolean content = Blanks.areNotAll(piece);
    lines.read(piece);
    return content;
  }

  /** Reads the last line, if no LF ended it: the bytes are at their end. */
  public void finish() {
    lines.finish();
  }

  private void line(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (Blanks.areNotAll(ByteBuffer.wrap(bytes, from, end - from))) {
      onLine.accept(new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }
  }
}
