package dev.modeldispatch.core.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(512);
  private boolean hasData;
  private boolean afterCr;
  private boolean first = true;
  private boolean broken;

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
  }

  /** Reads a piece; every byte is content, since the server's heartbeats are to be heard. */
  @Override
  public boolean read(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    int start = 0;
    for (int i = 0; i < bytes.length && !broken; i++) {
      byte b = bytes[i];
      if (b == '\n' && afterCr && i == start) {
        start = i + 1; // the second half of CRLF
        afterCr = false;
      } else if (b == '\n' || b == '\r') {
        keep(bytes, start, i);
        endLine();
        start = i + 1;
        afterCr = b == '\r';
      } else {
        afterCr = false;
      }
    }
    keep(bytes, start, bytes.length);
    return bytes.length > 0;
  }

  private void keep(byte[] bytes, int from, int to) {
    if (broken || to <= from) {
      return;
    }
    if (line.size() + (to - from) > maxBytes) {
      tooLarge();
      return;
    }
    line.write(bytes, from, to - from);
  }

  private void endLine() {
    byte[] whole = line.toByteArray();
    line.reset();
    int from = first && startsWith(whole, BOM) ? BOM.length : 0;
    first = false;
    if (whole.length == from) {
      endEvent();
    } else if (isField(whole, from)) {
      addData(whole, from + DATA.length);
    }
  }

  private void addData(byte[] whole, int afterName) {
    int from = Math.min(afterName + 1, whole.length); // behind the colon
    if (from < whole.length && whole[from] == ' ') {
      from++;
    }
    if (data.size() + whole.length - from + 1 > maxBytes) {
      tooLarge();
      return;
    }
    if (hasData) {
      data.write('\n');
    }
    data.write(whole, from, whole.length - from);
    hasData = true;
  }

  private void endEvent() {
    if (hasData) {
      String text = data.toString(StandardCharsets.UTF_8);
      data.reset();
      hasData = false;
      onData.accept(text);
    }
  }

  private void tooLarge() {
    broken = true;
    line.reset();
    data.reset();
    onTooLarge.run();
  }

  private static boolean isField(byte[] whole, int from) {
    int end = from + DATA.length;
    if (whole.length < end) {
      return false;
    }
    for (int i = 0; i < DATA.length; i++) {
      if (whole[from + i] != DATA[i]) {
        return false;
      }
    }
    return whole.length == end || whole[end] == ':';
  }

  private static boolean startsWith(byte[] whole, byte[] prefix) {
    if (whole.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (whole[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
