package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client's connection: splits what comes into requests and writes the answer. */
final class ServerConnection {
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern STREAM = Pattern.compile("\"stream\" *: *true");
  private static final byte[] ANSWER = ChatAnswer.bytes();

  private final SocketChannel channel;
  private byte[] held = new byte[2048];
  private int length;
  private byte[] last = {};

  ServerConnection(SocketChannel channel) {
    this.channel = channel;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Reads what is there and returns how many requests are whole now. Closes at the end. */
  int read() {
    try {
      if (length == held.length) {
        held = Arrays.copyOf(held, length * 2);
      }
      int read = channel.read(ByteBuffer.wrap(held, length, held.length - length));
      if (read < 0) {
        close();
        return 0;
      }
      length += read;
      return takeRequests();
    } catch (IOException e) {
      close();
      return 0;
    }
  }

  /** Whether the last request asks for a stream. */
  boolean asksForStream() {
    return STREAM.matcher(new String(last, StandardCharsets.ISO_8859_1)).find();
  }

  void answer() {
    write(ANSWER);
  }

  /** Writes an answer; it fits into any socket's buffer, so a client that it blocks is broken. */
  void write(byte[] answer) {
    if (!isOpen()) {
      return;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(answer);
      channel.write(bytes);
      if (bytes.hasRemaining()) {
        close();
      }
    } catch (IOException e) {
      // the client has gone; the next read tells
    }
  }

  private int takeRequests() {
    int requests = 0;
    int end = firstEnd();
    while (end > 0 && end <= length) {
      last = Arrays.copyOf(held, end);
      System.arraycopy(held, end, held, 0, length - end);
      length -= end;
      requests++;
      end = firstEnd();
    }
    return requests;
  }

  /** Returns where the first request ends, which may be yet to come; 0 if that is not known yet. */
  private int firstEnd() {
    for (int at = 0; at + HEAD_END.length <= length; at++) {
      if (Arrays.equals(held, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
        String head = new String(held, 0, at, StandardCharsets.ISO_8859_1);
        Matcher matcher = LENGTH.matcher(head);
        int body = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        return at + HEAD_END.length + body;
      }
    }
    return 0;
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // closed all the same
    }
  }
}
