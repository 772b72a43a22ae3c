package dev.modeldispatch.core.provider;

import dev.modeldispatch.core.http.NdjsonReader;
import dev.modeldispatch.core.http.SseReader;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How the events of a stream stand in its bytes. */
enum Framing {
  /** Server-sent events. */
  EVENTS("event-stream") {
    @Override
    Frames open(Consumer<String> onEvent, Runnable onTooLarge) {
      var reader = new SseReader(MAX_BYTES, onEvent, onTooLarge);
      return new Frames(reader::read, () -> {});
    }

    /** What has another type, or none, begins like an event; JSON and web pages never do. */
    @Override
    boolean isStream(String type, byte first) {
      return type.contains(word())
          ? (first > ' ' && "{[<\"".indexOf(first) < 0) || first == BOM
          : ":deir".indexOf(first) >= 0 || first == BOM;
    }
  },
  /** A line of JSON for each. */
  LINES("ndjson") {
    @Override
    Frames open(Consumer<String> onEvent, Runnable onTooLarge) {
      var reader = new NdjsonReader(MAX_BYTES, onEvent, onTooLarge);
      return new Frames(reader::read, reader::finish);
    }

    @Override
    boolean isStream(String type, byte first) {
      return first == '{' && (type.contains(word()) || !type.contains("application/json"));
    }
  };

  static final int MAX_BYTES = 1 << 20;
  private static final byte BOM = (byte) 0xEF;

  private final String word;

  Framing(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /**
   * Finds events in pieces of bytes.
   *
   * @param read takes a piece
   * @param finish says that no further piece comes
   */
  record Frames(Consumer<ByteBuffer> read, Runnable finish) {}

  /** Returns a reader that tells events; a line or an event above 1 MiB ends it. */
  abstract Frames open(Consumer<String> onEvent, Runnable onTooLarge);

  /** Whether a reply of this content type and with this first byte is a stream. */
  abstract boolean isStream(String type, byte first);
}
