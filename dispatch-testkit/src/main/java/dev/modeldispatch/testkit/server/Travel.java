package dev.modeldispatch.testkit.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The ways in which an answer can travel. */
final class Travel {
  static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String CRLF = "\r\n";
  static final Bytes LAST_CHUNK = Bytes.of("0" + CRLF + CRLF);

  private Travel() {}

  static List<Act> whole(WireAnswer answer) {
    return List.of(new Act.Send(answer.head().plus(answer.body())), Act.End.KEEP_OPEN);
  }

  static List<Act> whole(WireAnswer answer, Act.End end) {
    return List.of(new Act.Send(answer.head().plus(answer.body())), end);
  }

  /** The head, and this many bytes of the body, and then the end. */
  static List<Act> until(WireAnswer answer, int bodyBytes, Act.End end) {
    return List.of(new Act.Send(answer.head().plus(answer.body().first(bodyBytes))), end);
  }

  /** One chunk per event, at a pace. */
  static List<Act> events(WireAnswer answer, Pace pace) {
    List<Act> acts = new ArrayList<>();
    acts.add(new Act.Send(answer.head(CHUNKED)));
    acts.add(new Act.Pause(pace.firstAfter()));
    var pauses = pace.pauses();
    for (Bytes event : answer.events()) {
      acts.add(new Act.Send(chunk(event)));
      if (!pace.perPiece().isZero()) {
        acts.add(new Act.Pause(pauses.get()));
      }
    }
    acts.add(new Act.Send(LAST_CHUNK));
    acts.add(Act.End.KEEP_OPEN);
    return acts;
  }

  /** This many events, then what is added, and then the end; a stream that is whole is ended so. */
  static List<Act> untilEvent(WireAnswer answer, int events, Bytes added, Act.End end) {
    var sent = answer.head(CHUNKED);
    var all = answer.events();
    for (Bytes event : all.subList(0, Math.min(events, all.size()))) {
      sent = sent.plus(chunk(event));
    }
    sent = added.length() == 0 ? sent : sent.plus(chunk(added));
    return List.of(new Act.Send(end == Act.End.KEEP_OPEN ? sent.plus(LAST_CHUNK) : sent), end);
  }

  static Bytes chunk(Bytes bytes) {
    String size = Integer.toHexString(bytes.length());
    return Bytes.of(size + CRLF).plus(bytes).plus(Bytes.of(CRLF));
  }

  static List<Act> slowBody(WireAnswer answer, Duration wait) {
    return List.of(
        new Act.Send(answer.head()),
        new Act.Pause(wait),
        new Act.Send(answer.body()),
        Act.End.KEEP_OPEN);
  }

  static List<Act> drip(WireAnswer answer, Duration perByte) {
    return List.of(
        new Act.Send(answer.head()), new Act.Drip(answer.body(), perByte), Act.End.KEEP_OPEN);
  }

  /** One chunk per byte, so that every character of more than one byte is split. */
  static List<Act> chunked(WireAnswer answer, Act.End end) {
    List<Act> acts = new ArrayList<>();
    acts.add(new Act.Send(answer.head(CHUNKED)));
    for (int i = 0; i < answer.body().length(); i++) {
      acts.add(new Act.Send(chunk(answer.body().at(i))));
    }
    if (end == Act.End.KEEP_OPEN) {
      acts.add(new Act.Send(LAST_CHUNK));
    }
    acts.add(end);
    return acts;
  }

  /** No length: the body ends where the connection does. */
  static List<Act> closeDelimited(WireAnswer answer, int bodyBytes, Act.End end) {
    return List.of(
        new Act.Send(answer.head("Connection: close").plus(answer.body().first(bodyBytes))), end);
  }

  static List<Act> twoLengths(WireAnswer answer) {
    String shorter = "Content-Length: " + answer.body().length() / 2;
    String truth = "Content-Length: " + answer.body().length();
    return List.of(
        new Act.Send(answer.head(shorter, truth).plus(answer.body())), Act.End.CLOSE_WHEN_WHOLE);
  }

  static List<Act> endless(WireAnswer answer) {
    var noise = Bytes.of("x".repeat(16 * 1024));
    return List.of(new Act.Send(answer.head("Connection: close")), new Act.Flood(noise));
  }

  static List<Act> floodOfEarlyHints(WireAnswer answer) {
    return List.of(
        new Act.Flood(
            Bytes.of(("HTTP/1.1 103 Early Hints" + CRLF + "Link: </a>" + CRLF + CRLF).repeat(50))));
  }

  static List<Act> hugeHead(WireAnswer answer, int bytes) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < bytes / 1024; i++) {
      lines.add("X-Padding-" + i + ": " + "x".repeat(1000));
    }
    lines.add("Content-Length: " + answer.body().length());
    return List.of(
        new Act.Send(answer.head(lines.toArray(String[]::new)).plus(answer.body())),
        Act.End.KEEP_OPEN);
  }

  static WireAnswer gzip(WireAnswer answer) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(answer.body().copy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.header("Content-Encoding", "gzip").body(Bytes.of(packed));
  }
}
