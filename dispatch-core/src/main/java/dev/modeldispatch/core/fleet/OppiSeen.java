package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.fleet.SessionState.Status;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an oppi server says of a session.
 *
 * @param status what it does, whatever turn somebody waits for
 * @param usage what it has cost
 * @param error why it ended by itself; may be empty
 */
record OppiSeen(Status status, Usage usage, String error) {
  /** Of a session of which nothing was heard yet. */
  static final OppiSeen NOTHING = new OppiSeen(Status.READY, Usage.unknown(), "");

  /** Reads it; empty if this is no session. */
  static Optional<OppiSeen> of(JsonNode session) {
    JsonNode status = session.path("status");
    return status.isTextual()
        ? Optional.of(new OppiSeen(status(status.textValue()), usage(session), error(session)))
        : Optional.empty();
  }

  OppiSeen as(Status next) {
    return new OppiSeen(next, usage, error);
  }

  /**
   * One that this code does not know is not at rest, and has not ended, as far as anybody knows.
   */
  private static Status status(String wire) {
    return switch (wire) {
      case "starting" -> Status.STARTING;
      case "ready" -> Status.READY;
      case "stopping" -> Status.STOPPING;
      case "stopped" -> Status.STOPPED;
      case "error" -> Status.ERROR;
      default -> Status.BUSY;
    };
  }

  /** The server's input leaves out what went through a cache. */
  private static Usage usage(JsonNode session) {
    JsonNode tokens = session.path("tokens");
    long read = count(tokens, "cacheRead");
    long written = count(tokens, "cacheWrite");
    JsonNode cost = session.path("cost");
    return new Usage(
        count(tokens, "input") + read + written,
        count(tokens, "output"),
        0,
        read,
        written,
        tokens.isObject() ? Usage.Certainty.EXACT : Usage.Certainty.UNKNOWN,
        cost.isNumber() && cost.asDouble() > 0
            ? Optional.of(new BigDecimal(cost.asText()))
            : Optional.empty());
  }

  /** Bounded, so that a sum stays one. */
  private static long count(JsonNode tokens, String name) {
    return Math.min(Math.max(0, tokens.path(name).asLong(0)), 1L << 60);
  }

  private static String error(JsonNode session) {
    JsonNode warnings = session.path("warnings");
    return warnings.path(warnings.size() - 1).asText("");
  }

  @Override
  public String toString() {
    return "OppiSeen[" + status.code() + "]";
  }
}
