package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request and what a real server said to it, as it is kept: without keys.
 *
 * @param lane who was asked
 * @param asked what was asked
 * @param status the HTTP status of the reply
 * @param headers its headers, those that are kept
 * @param streamed whether it came in chunks: the events of a stream, each with what ends it
 * @param parts the chunks; of a whole body the one, or none
 * @param end how it ended
 */
record RecordedExchange(
    Lane lane,
    Asked asked,
    int status,
    List<WireAnswer.Header> headers,
    boolean streamed,
    List<String> parts,
    End end) {
  /** How a reply ended. */
  enum End {
    /** It was whole. */
    WHOLE,
    /** The server hung up in the middle. */
    CUT,
    /** The client hung up in the middle; played again, nothing follows. */
    OPEN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whose calls are played in order: those to one model, or those to none.
   *
   * @param dialect how it was asked
   * @param model its name; empty for a request that names none
   */
  record Lane(Dialect dialect, String model) {
    String provider() {
      return dialect.name().toLowerCase(Locale.ROOT);
    }

    /** {@return the name of its recording with this number, the same on every system} */
    String file(int number) {
      String safe = model.isEmpty() ? "" : "." + escaped();
      return provider() + safe + String.format(Locale.ROOT, ".%03d", number) + ".txt";
    }

    private String escaped() {
      var out = new StringBuilder();
      for (int i = 0; i < model.length(); i++) {
        char c = model.charAt(i);
        boolean plain = c < 0x7f && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0);
        out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%04x", (int) c));
      }
      return out.toString();
    }

    @Override
    public String toString() {
      return provider() + (model.isEmpty() ? "" : "/" + model);
    }
  }

  /**
   * What was asked.
   *
   * @param method the method
   * @param path the path with its query, in which no key is left
   * @param body the body, sorted; a missing node if there was none
   * @param hashed whether the texts in it are told by their hash alone
   */
  record Asked(String method, String path, JsonNode body, boolean hashed) {
    /** {@return the same with hashes for texts} */
    Asked inHashes() {
      return hashed ? this : new Asked(method, path, AskedBody.hashed(body), true);
    }

    String line() {
      return method + " " + path;
    }
  }

  /**
   * One that was read, and from where.
   *
   * @param file the file
   * @param exchange what it holds
   */
  record Kept(Path file, RecordedExchange exchange) {
    String name() {
      return String.valueOf(file.getFileName());
    }
  }

  WireAnswer answer() {
    return new WireAnswer(status, headers, Bytes.of(String.join("", parts)));
  }

  /** {@return what is done with a connection to say it once more, at once} */
  List<Act> acts(WireAnswer answer) {
    if (!streamed) {
      return switch (end) {
        case WHOLE -> Travel.whole(answer);
        case CUT -> cut(answer);
        case OPEN -> Travel.until(longer(answer), answer.body().length(), Act.End.STALL);
      };
    }
    List<Act> acts = new ArrayList<>();
    acts.add(new Act.Send(answer.head(Travel.CHUNKED)));
    parts.forEach(part -> acts.add(new Act.Send(Travel.chunk(Bytes.of(part)))));
    if (end == End.WHOLE) {
      acts.add(new Act.Send(Travel.LAST_CHUNK));
    }
    acts.add(
        switch (end) {
          case WHOLE -> Act.End.KEEP_OPEN;
          case CUT -> Act.End.CLOSE;
          case OPEN -> Act.End.STALL;
        });
    return acts;
  }

  /** {@return what is done to send all of it, promise more, and hang up} */
  static List<Act> cut(WireAnswer answer) {
    return Travel.until(longer(answer), answer.body().length(), Act.End.CLOSE);
  }

  /** The same with a length that promises more. */
  private static WireAnswer longer(WireAnswer answer) {
    return answer.body(answer.body().plus(Bytes.of("?")));
  }
}
