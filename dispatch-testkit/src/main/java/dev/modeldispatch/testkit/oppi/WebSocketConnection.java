package dev.modeldispatch.testkit.oppi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The server's side of an open WebSocket.
 *
 * <p>The connection's own thread reads; {@link #write} runs on a second one and is the only one
 * that touches the output. Everybody else puts frames into the queue and never waits, so a client
 * that does not read holds up nobody. Nothing follows a close frame.
 */
final class WebSocketConnection implements WebSocketReader.Sink {
  private static final byte[] END = {};

  private final OutputStream out;
  private final Consumer<String> heard;
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private boolean closing; // guarded by this, as is the next
  private int fragmentsOf = Integer.MAX_VALUE;

  WebSocketConnection(OutputStream out, Consumer<String> heard) {
    this.out = out;
    this.heard = heard;
  }

  /** Sends messages that are longer in pieces of this many bytes from now on. */
  synchronized void fragment(int bytes) {
    fragmentsOf = bytes;
  }

  synchronized void send(String message) {
    if (closing) {
      return;
    }
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    do {
      int end = (int) Math.min(utf8.length, (long) at + fragmentsOf);
      int opcode = at == 0 ? WebSocketReader.TEXT : WebSocketReader.CONTINUATION;
      frames.add(frame(end == utf8.length, opcode, Arrays.copyOfRange(utf8, at, end)));
      at = end;
    } while (at < utf8.length);
  }

  synchronized void ping(String payload) {
    if (!closing) {
      frames.add(frame(true, WebSocketReader.PING, payload.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void text(String message) {
    heard.accept(message);
  }

  @Override
  public synchronized void ping(byte[] payload) {
    if (!closing) {
      frames.add(frame(true, WebSocketReader.PONG, payload));
    }
  }

  @Override
  public void close(int code) {
    end(code, "");
  }

  /** Sends a close frame, unless one was sent, and nothing after it. */
  synchronized void end(int code, String reason) {
    if (!closing) {
      closing = true;
      var payload = new ByteArrayOutputStream();
      if (code != WebSocketReader.NO_CODE) {
        payload.write(code >> 8);
        payload.write(code);
        payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
      }
      frames.add(frame(true, WebSocketReader.CLOSE, payload.toByteArray()));
      frames.add(END);
    }
  }

  /** Writes frames as they come, until one closes. */
  void write() throws IOException, InterruptedException {
    for (byte[] frame = frames.take(); frame != END; frame = frames.take()) {
      out.write(frame);
      out.flush();
    }
  }

  /** The server's frames are not masked. */
  private static byte[] frame(boolean last, int opcode, byte[] payload) {
    var frame = new ByteArrayOutputStream(payload.length + 10);
    frame.write((last ? 0x80 : 0) | opcode);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
