package dev.modeldispatch.testkit.server;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection, byte by byte, as they come: bodies with a Content-Length,
 * chunked ones, or none. One thread only.
 */
final class RequestReader {
  /** Hears of requests. */
  interface Sink {
    /** The head is there, the body may still come. */
    void begun(HttpRequest head);

    /** The request is whole. */
    void whole(HttpRequest request);
  }

  private enum State {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER
  }

  private static final int MAX_HEAD = 1 << 20;

  private final Sink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private State state = State.HEAD;
  private long left;
  private int headBytes;
  private @Nullable HttpRequest head;

  RequestReader(Sink sink) {
    this.sink = sink;
  }

  /** Takes what came; throws if it is no HTTP. */
  void take(ByteBuffer bytes) throws ProtocolException {
    while (bytes.hasRemaining()) {
      if (state == State.BODY || state == State.CHUNK) {
        takeBody(bytes);
      } else {
        takeLineByte(bytes.get());
      }
    }
  }

  private void takeBody(ByteBuffer bytes) {
    byte[] piece = new byte[(int) Math.min(left, bytes.remaining())];
    bytes.get(piece);
    body.writeBytes(piece);
    left -= piece.length;
    if (left == 0 && state == State.BODY) {
      finish();
    } else if (left == 0) {
      state = State.CHUNK_END;
    }
  }

  private void takeLineByte(byte b) throws ProtocolException {
    if (++headBytes > MAX_HEAD) {
      throw new ProtocolException("the request's head is above " + MAX_HEAD + " bytes");
    }
    if (b != '\n') {
      line.write(b);
      return;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    line.reset();
    switch (state) {
      case HEAD -> takeHeadLine(text);
      case CHUNK_SIZE -> takeChunkSize(text);
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILER -> {
        if (text.isEmpty()) {
          finish();
        }
      }
      case BODY, CHUNK -> throw new IllegalStateException("no lines in " + state);
    }
  }

  private void takeHeadLine(String text) throws ProtocolException {
    if (!text.isEmpty()) {
      lines.add(text);
    } else if (!lines.isEmpty()) {
      begin(parse(lines));
    }
  }

  private void begin(HttpRequest request) throws ProtocolException {
    head = request;
    headBytes = 0;
    sink.begun(request);
    if (request.header("Transfer-Encoding").map(RequestReader::isChunked).orElse(false)) {
      state = State.CHUNK_SIZE;
      return;
    }
    left = number(request.header("Content-Length").orElse("0"), 10);
    state = State.BODY;
    if (left == 0) {
      finish();
    }
  }

  private void takeChunkSize(String text) throws ProtocolException {
    left = number(text.split(";", 2)[0].strip(), 16);
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }

  private void finish() {
    var request = head;
    Bytes whole = Bytes.of(body);
    head = null;
    body = new ByteArrayOutputStream();
    lines.clear();
    headBytes = 0;
    state = State.HEAD;
    if (request != null) {
      sink.whole(request.body(whole));
    }
  }

  private static HttpRequest parse(List<String> lines) throws ProtocolException {
    String[] first = lines.get(0).split(" ", -1);
    if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
      throw new ProtocolException("no HTTP/1.1 request line");
    }
    List<WireAnswer.Header> headers = new ArrayList<>();
    for (String text : lines.subList(1, lines.size())) {
      int colon = text.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("no header line");
      }
      headers.add(
          new WireAnswer.Header(text.substring(0, colon), text.substring(colon + 1).strip()));
    }
    return new HttpRequest(first[0], first[1], List.copyOf(headers), Bytes.NONE);
  }

  private static boolean isChunked(String coding) {
    return coding.toLowerCase(Locale.ROOT).contains("chunked");
  }

  private static long number(String text, int radix) throws ProtocolException {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new ProtocolException("no length: " + text.length() + " characters");
    }
  }
}
