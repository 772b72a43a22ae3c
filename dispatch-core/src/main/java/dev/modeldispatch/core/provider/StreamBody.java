package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.ServerReply;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply that was asked for as a stream, from bytes to the one reply. A server that
 * sends a plain answer all the same is read as what it is: the first byte tells. One thread at a
 * time.
 */
final class StreamBody {
  private enum Form {
    UNKNOWN,
    STREAM,
    PLAIN
  }

  private final Framing framing;
  private final String type;
  private final int maxBytes;
  private final StreamFold fold;
  private final StreamReplies replies;
  private final Framing.Frames frames;
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream(0);
  private Form form = Form.UNKNOWN;
  private long size;
  private boolean content;
  private boolean lastLine;
  private @Nullable Reply reply;

  StreamBody(
      ReplyReader reader, HttpHeaders headers, int maxBytes, InstantSource clock, Told told) {
    Dialect dialect = reader.endpoint().dialect();
    this.framing = dialect.framing();
    this.type = headers.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    this.maxBytes = maxBytes;
    this.fold = dialect.fold(told);
    this.replies = new StreamReplies(reader, headers, clock, fold, told);
    this.frames = framing.open(this::event, () -> tooLarge("event", Framing.MAX_BYTES));
  }

  /**
   * Reads a piece, and says whether it held content. What comes after the reply is only counted.
   */
  boolean read(ByteBuffer piece) {
    content = false;
    long left = maxBytes - size;
    size += piece.remaining();
    if (reply == null) {
      boolean fits = piece.remaining() <= left;
      take(fits ? piece : piece.duplicate().limit(piece.position() + (int) left));
      if (!fits && reply == null) {
        tooLarge("body", maxBytes);
      }
    }
    return content;
  }

  private void take(ByteBuffer piece) {
    if (form == Form.UNKNOWN) {
      skipBlanks(piece);
      if (!piece.hasRemaining()) {
        return;
      }
      boolean stream = framing.isStream(type, piece.get(piece.position()));
      form = stream ? Form.STREAM : Form.PLAIN;
    }
    if (form == Form.STREAM) {
      frames.read().accept(piece);
    } else {
      keep(piece);
    }
  }

  private static void skipBlanks(ByteBuffer piece) {
    while (piece.hasRemaining() && isBlank(piece.get(piece.position()))) {
      piece.get();
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private void keep(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      byte b = piece.get();
      plain.write(b);
      content |= !isBlank(b);
    }
  }

  private void event(String data) {
    if (reply != null || data.isBlank()) { // some keep a connection alive by empty data
      return;
    }
    if (fold.takesMark(data)) {
      content = true;
      reply = replies.marked();
      return;
    }
    JsonNode event;
    try {
      event = Json.parse(data);
    } catch (JsonTrouble e) {
      reply = lastLine ? null : replies.malformed(e); // a last line without its end may be cut
      return;
    }
    take(event);
  }

  private void take(JsonNode event) {
    if (event.path("type").asText("").equals("ping")) {
      return;
    }
    content = true;
    Optional<JsonNode> error = ServerReply.errorIn(event);
    if (error.isPresent()) {
      reply = replies.error(error.get());
      return;
    }
    fold.add(event);
    if (fold.end() == StreamFold.End.MARKED) {
      reply = replies.marked();
    }
  }

  private void tooLarge(String what, int limit) {
    if (reply == null) {
      reply = replies.tooLarge(what, limit);
    }
  }

  /** {@return the reply, if what came so far makes it} */
  Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  /** Whether the protocol's end mark came. */
  boolean isMarked() {
    return fold.end() == StreamFold.End.MARKED;
  }

  /** Whether the answer has ended, and its end mark has not come. */
  boolean lacksMark() {
    return fold.end() == StreamFold.End.FINISHED;
  }

  /** Whether more came than a reply may hold. */
  boolean isFlood() {
    return size > maxBytes;
  }

  /** Returns the reply, made of what came if need be: nothing follows. */
  Reply ended(HttpEnd end) {
    if (reply == null) {
      reply = end instanceof HttpEnd.Broken broken ? replies.broken(broken) : whole();
    }
    return reply;
  }

  /** Returns the reply that is made when no end mark comes. */
  Reply unmarked() {
    reply = replies.unmarked();
    return reply;
  }

  private Reply whole() {
    if (form != Form.STREAM) {
      return replies.whole(plain.toByteArray());
    }
    lastLine = true;
    frames.finish().run();
    if (reply != null) {
      return reply;
    }
    return switch (fold.end()) {
      case NONE -> replies.cut();
      case FINISHED -> fold.endsWithReply() ? replies.marked() : replies.unmarked();
      case MARKED -> replies.marked();
    };
  }
}
