package dev.modeldispatch.core.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads server-sent events out of bytes that come in pieces, cut anywhere: lines are found in the
 * bytes, and decoded when they are whole. CR, LF and CRLF end a line; comments and fields other
 * than {@code data} are passed over. Not thread-safe: an exchange's pieces come one after the
 * other.
 */
public final class SseReader implements BodyReader {
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxBytes;
  private final Consumer<String> onData;
  private final Runnable onTooLarge;
  private final ByteLines lines;
  private final StringBuilder many = new StringBuilder(0);
  private String first = "";
  private int dataLines;
  private int dataBytes;
  private boolean begun;

  /**
   * Makes a reader.
   *
   * @param maxBytes of a line, and of an event
   * @param onData hears the data of each event that has some, without its last line break
   * @param onTooLarge hears once that a line or event is above the limit; nothing is read after it
   */
  public SseReader(int maxBytes, Consumer<String> onData, Runnable onTooLarge) {
    this.maxBytes = maxBytes;
    this.onData = onData;
    this.onTooLarge = onTooLarge;
    this.lines = ByteLines.endedByAny(maxBytes, this::line, onTooLarge);
  }

  /** Reads a piece; every byte is content, since the server's heartbeats are to be heard. */
  @Override
  public boolean read(ByteBuffer piece) {
    boolean some = piece.hasRemaining();
    lines.read(piece);
    return some;
  }

  private void line(byte[] bytes, int start, int to) {
    int from = !begun && startsWith(BOM, bytes, start, to) ? start + BOM.length : start;
    begun = true;
    if (from == to) {
      endEvent();
    } else if (isField(bytes, from, to)) {
      addData(bytes, from + DATA.length, to);
    }
  }

  private void addData(byte[] bytes, int afterName, int to) {
    int from = Math.min(afterName + 1, to); // behind the colon
    if (from < to && bytes[from] == ' ') {
      from++;
    }
    if (to - from + 1 > maxBytes - dataBytes) {
      tooLarge();
      return;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (dataLines == 0) {
      first = text;
    } else {
      (dataLines == 1 ? many.append(first) : many).append('\n').append(text);
    }
    dataBytes += to - from + Math.min(dataLines, 1);
    dataLines++;
  }

  private void endEvent() {
    if (dataLines > 0) {
      String text = dataLines == 1 ? first : many.toString();
      forget();
      onData.accept(text);
    }
  }

  private void forget() {
    first = "";
    many.setLength(0);
    dataLines = 0;
    dataBytes = 0;
  }

  private void tooLarge() {
    lines.stop();
    forget();
    onTooLarge.run();
  }

  private static boolean isField(byte[] bytes, int from, int to) {
    int end = from + DATA.length;
    return startsWith(DATA, bytes, from, to) && (end == to || bytes[end] == ':');
  }

  private static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
    int end = from + prefix.length;
    return end <= to && Arrays.equals(bytes, from, end, prefix, 0, prefix.length);
  }
}
