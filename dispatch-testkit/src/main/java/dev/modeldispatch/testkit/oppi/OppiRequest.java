package dev.modeldispatch.testkit.oppi;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request, whole.
 *
 * @param method the method
 * @param path the path with its query
 * @param headers the headers, by name in lower case
 * @param body the body
 */
record OppiRequest(String method, String path, Map<String, String> headers, String body) {
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_BODY = 16 * 1024 * 1024;

  /** Reads the next request; empty if the client has hung up between two. */
  static Optional<OppiRequest> read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String[] start = ((char) first + line(in)).split(" ", -1);
    if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
      throw new ProtocolException("no HTTP/1.1 request line");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("no header line");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    byte[] body =
        headers.getOrDefault("transfer-encoding", "").contains("chunked")
            ? chunks(in)
            : exactly(in, number(headers.getOrDefault("content-length", "0"), 10));
    String text = new String(body, StandardCharsets.UTF_8);
    return Optional.of(new OppiRequest(start[0], start[1], Map.copyOf(headers), text));
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** {@return the parts of the path, decoded} */
  List<String> parts() {
    return Arrays.stream(path.split("\\?", 2)[0].substring(1).split("/", -1))
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  Optional<String> query(String name) {
    String[] halves = path.split("\\?", 2);
    return Arrays.stream(halves.length < 2 ? new String[0] : halves[1].split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
        .findFirst();
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the client hung up within a request");
      }
      if (line.size() == MAX_LINE) {
        throw new ProtocolException("a line is above " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(exactly(in, size));
      checkSize(body.size());
      line(in);
    }
    while (!line(in).isEmpty()) {
      // A trailer: nothing in it is of use here.
    }
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return number(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the client hung up within a body");
    }
    return bytes;
  }

  private static int number(String text, int radix) throws ProtocolException {
    try {
      int number = Integer.parseInt(text, radix);
      checkSize(number);
      return number;
    } catch (NumberFormatException e) {
      throw new ProtocolException("no length: " + text.length() + " characters");
    }
  }

  private static void checkSize(int bytes) throws ProtocolException {
    if (bytes < 0 || bytes > MAX_BODY) {
      throw new ProtocolException("a body is above " + MAX_BODY + " bytes");
    }
  }
}
