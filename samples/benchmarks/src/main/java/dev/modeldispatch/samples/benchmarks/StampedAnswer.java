package dev.modeldispatch.samples.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer whose first word is when it left, by the wall clock, the one that two processes share.
 * It comes in two parts when it is streamed, so that who waits for the whole is seen to.
 */
final class StampedAnswer {
  /** The body of a request for a stream of it, as raw clients send it. */
  static final String REQUEST =
      "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"stream\":true}";

  private static final Pattern STAMP = Pattern.compile("(streamed|whole) (\\d+)");
  private static final String CHUNK =
      """
      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,\
      "model":"fast","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

      """;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String REST =
      chunked(CHUNK.formatted("{\"content\":\" is when it left.\"}", "null"))
          + chunked(CHUNK.formatted("{}", "\"stop\""))
          + chunked("data: [DONE]\n\n")
          + "0\r\n\r\n";

  /**
   * A stamp that came.
   *
   * @param streamed whether it came as a part of a stream
   * @param ageMs how long ago it left
   */
  record Stamp(boolean streamed, double ageMs) {}

  private StampedAnswer() {}

  /** Returns the first part of a stream, which leaves now. */
  static byte[] first() {
    String role = "{\"role\":\"assistant\",\"content\":\"\"}";
    String word = "{\"content\":\"streamed " + micros() + "\"}";
    return bytes(
        HEAD + chunked(CHUNK.formatted(role, "null")) + chunked(CHUNK.formatted(word, "null")));
  }

  /** Returns the rest of the stream. */
  static byte[] rest() {
    return bytes(REST);
  }

  /** Returns the answer for who did not ask for a stream, which leaves now. */
  static byte[] whole() {
    String body =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"fast",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"whole %d"},\
        "finish_reason":"stop"}]}"""
            .formatted(micros());
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    return bytes(head + body.length() + "\r\n\r\n" + body);
  }

  /** Returns the stamp in a line of a stream or a piece of text, if there is one, as of now. */
  static Optional<Stamp> find(String text) {
    Matcher matcher = STAMP.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    double age = (micros() - Long.parseLong(matcher.group(2))) / 1e3;
    return Optional.of(new Stamp(matcher.group(1).equals("streamed"), age));
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static String chunked(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
