package dev.modeldispatch.testkit.oppi;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a client says on a WebSocket, RFC 6455 section 5: masked frames, messages in fragments
 * with control frames between them. One thread only.
 */
final class WebSocketReader {
  static final int NORMAL = 1000;
  static final int PROTOCOL_ERROR = 1002;
  static final int NOT_ACCEPTED = 1003;
  static final int NO_CODE = 1005;
  static final int NOT_UTF8 = 1007;
  static final int TOO_BIG = 1009;

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** What is against the protocol; the connection ends with this code. */
  static final class Violation extends IOException {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final String reason;

    Violation(int code, String reason) {
      super(reason);
      this.code = code;
      this.reason = reason;
    }

    String reason() {
      return reason;
    }

    int code() {
      return code;
    }
  }

  /** Hears what comes. */
  interface Sink {
    void text(String message);

    void ping(byte[] payload);

    /** The last thing that comes; {@link #NO_CODE} if the client gave none. */
    void close(int code);
  }

  private static final class Frame {
    private final boolean last;
    private final int opcode;
    private final byte[] payload;

    Frame(boolean last, int opcode, byte[] payload) {
      this.last = last;
      this.opcode = opcode;
      this.payload = payload;
    }
  }

  private final DataInputStream in;
  private final Sink sink;
  private final int maxMessage;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean open;

  WebSocketReader(InputStream in, Sink sink, int maxMessage) {
    this.in = new DataInputStream(in);
    this.sink = sink;
    this.maxMessage = maxMessage;
  }

  /** Reads until the client closes. */
  void readAll() throws IOException {
    while (take(frame())) {
      // take() has handed it out
    }
  }

  private boolean take(Frame frame) throws IOException {
    switch (frame.opcode) {
      case PING -> sink.ping(frame.payload);
      case PONG -> {}
      case CLOSE -> {
        sink.close(code(frame.payload));
        return false;
      }
      case TEXT, CONTINUATION -> fragment(frame);
      case BINARY -> throw new Violation(NOT_ACCEPTED, "only text is understood");
      default -> throw new Violation(PROTOCOL_ERROR, "opcode " + frame.opcode + " is unknown");
    }
    return true;
  }

  private void fragment(Frame frame) throws IOException {
    if (open != (frame.opcode == CONTINUATION)) {
      throw new Violation(PROTOCOL_ERROR, "a fragment is out of its order");
    }
    message.write(frame.payload);
    open = !frame.last;
    if (frame.last) {
      String text = text(message.toByteArray());
      message.reset();
      sink.text(text);
    }
  }

  private Frame frame() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    boolean last = (first & 0x80) != 0;
    int opcode = first & 0x0F;
    if ((first & 0x70) != 0) {
      throw new Violation(PROTOCOL_ERROR, "a reserved bit is set");
    }
    if ((second & 0x80) == 0) {
      throw new Violation(PROTOCOL_ERROR, "a client's frame is not masked");
    }
    long length = length(second & 0x7F);
    if (opcode >= CLOSE && (!last || length > 125)) {
      throw new Violation(PROTOCOL_ERROR, "a control frame is too long or in fragments");
    }
    if (length > maxMessage - message.size()) {
      throw new Violation(TOO_BIG, "a message is above " + maxMessage + " bytes");
    }
    byte[] mask = new byte[4];
    in.readFully(mask);
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame(last, opcode, payload);
  }

  private long length(int told) throws IOException {
    if (told < 126) {
      return told;
    }
    long length = told == 126 ? in.readUnsignedShort() : in.readLong();
    return length < 0 ? Long.MAX_VALUE : length;
  }

  private static int code(byte[] payload) throws IOException {
    if (payload.length == 0) {
      return NO_CODE;
    }
    if (payload.length == 1) {
      throw new Violation(PROTOCOL_ERROR, "a close code has two bytes");
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    boolean reserved = code < 1000 || (code >= 1004 && code <= 1006) || code == 1015;
    if (reserved || (code > 1015 && code < 3000) || code >= 5000) {
      throw new Violation(PROTOCOL_ERROR, "close code " + code + " is not to be sent");
    }
    text(Arrays.copyOfRange(payload, 2, payload.length));
    return code;
  }

  private static String text(byte[] utf8) throws Violation {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new Violation(NOT_UTF8, "a text is no UTF-8");
    }
  }
}
