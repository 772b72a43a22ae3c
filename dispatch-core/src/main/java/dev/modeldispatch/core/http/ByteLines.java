package dev.modeldispatch.core.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the lines in bytes that come in pieces, cut anywhere. A line that lies whole in its piece
 * is handed on where it lies; only what a piece leaves unfinished is kept. Not thread-safe.
 */
final class ByteLines {
  /** Hears the lines. */
  interface Sink {
    /** Hears a line without its end; the bytes are the line's during this call alone. */
    void line(byte[] bytes, int from, int to);
  }

  private static final byte[] NOTHING = {};
  private static final int USUAL_SIZE = 4_096;

  private final int maxBytes;
  private final boolean endedByCr;
  private final Sink sink;
  private final Runnable onTooLarge;
  private byte[] kept = NOTHING;
  private int size;
  private boolean afterCr;
  private boolean stopped;

  private ByteLines(int maxBytes, boolean endedByCr, Sink sink, Runnable onTooLarge) {
    this.maxBytes = maxBytes;
    this.endedByCr = endedByCr;
    this.sink = sink;
    this.onTooLarge = onTooLarge;
  }

  /** Returns a finder of lines that LF ends; a CR before it is the line's. */
  static ByteLines endedByLf(int maxBytes, Sink sink, Runnable onTooLarge) {
    return new ByteLines(maxBytes, false, sink, onTooLarge);
  }

  /** Returns a finder of lines that LF, CR or CRLF ends. */
  static ByteLines endedByAny(int maxBytes, Sink sink, Runnable onTooLarge) {
    return new ByteLines(maxBytes, true, sink, onTooLarge);
  }

  void read(ByteBuffer buffer) {
    byte[] piece = new byte[buffer.remaining()]; // the client's buffers are not to be looked into
    buffer.get(piece);
    int start = 0;
    if (afterCr && piece.length > 0) {
      start = piece[0] == '\n' ? 1 : 0; // the second half of CRLF
      afterCr = false;
    }
    for (int end = nextEnd(piece, start);
        end < piece.length && !stopped;
        end = nextEnd(piece, start)) {
      endLine(piece, start, end);
      start = end + 1;
      if (piece[end] == '\r') {
        afterCr = start == piece.length;
        start += !afterCr && piece[start] == '\n' ? 1 : 0;
      }
    }
    keep(piece, start, piece.length);
  }

  private int nextEnd(byte[] piece, int from) {
    for (int i = from; i < piece.length; i++) {
      byte b = piece[i];
      if (b <= '\r' && (b == '\n' || (b == '\r' && endedByCr))) {
        return i;
      }
    }
    return piece.length;
  }

  private void endLine(byte[] piece, int from, int to) {
    if (size == 0 && to - from <= maxBytes) {
      sink.line(piece, from, to);
      return;
    }
    keep(piece, from, to);
    if (!stopped) {
      endKept();
    }
  }

  private void endKept() {
    byte[] whole = kept;
    int length = size;
    size = 0;
    kept = whole.length > USUAL_SIZE ? NOTHING : whole;
    sink.line(whole, 0, length);
  }

  /** Ends the last line, if something of it came; nothing is read after it. */
  void finish() {
    if (size > 0) {
      endKept();
    }
    stop();
  }

  /** Finds no more lines. */
  void stop() {
    stopped = true;
    size = 0;
    kept = NOTHING;
  }

  private void keep(byte[] piece, int from, int to) {
    int more = to - from;
    if (stopped || more <= 0) {
      return;
    }
    if (more > maxBytes - size) {
      stop();
      onTooLarge.run();
      return;
    }
    makeRoom(more);
    System.arraycopy(piece, from, kept, size, more);
    size += more;
  }

  private void makeRoom(int more) {
    if (kept.length - size < more) {
      long grown = Math.max((long) size + more, Math.min(maxBytes, kept.length * 2L));
      kept = Arrays.copyOf(kept, (int) grown);
    }
  }
}
