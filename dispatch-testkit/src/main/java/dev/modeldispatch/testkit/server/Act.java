package dev.modeldispatch.testkit.server;

import java.time.Duration;

/** One thing that the server does with a connection; a reply is a list of them. */
sealed interface Act {
  /** Sends these bytes as fast as the client takes them. */
  record Send(Bytes bytes) implements Act {}

  /** Sends these bytes one at a time, with this pause after each. */
  record Drip(Bytes bytes, Duration pause) implements Act {}

  /** Sends these bytes again and again, until the client hangs up. */
  record Flood(Bytes bytes) implements Act {}

  /** Waits. */
  record Pause(Duration time) implements Act {}

  /** How a reply ends; always its last act. */
  enum End implements Act {
    /** The reply is whole; the connection takes further requests. */
    KEEP_OPEN,
    /** Does nothing any more; the connection stays open until the client hangs up. */
    STALL,
    /** Closes in order, with a FIN. */
    CLOSE,
    /** Closes with a RST. */
    RESET,
    /** The reply is whole; then closes in order, with a FIN. */
    CLOSE_WHEN_WHOLE,
    /** The reply is whole; then closes with a RST. */
    RESET_WHEN_WHOLE,
    /** The reply is whole; the next request finds the connection closed, without a reply. */
    CLOSE_ON_NEXT_REQUEST
  }
}
