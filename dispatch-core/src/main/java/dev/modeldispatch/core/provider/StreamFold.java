package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Folds the events of one stream into the body that the same reply would have had unstreamed, so
 * that both are read by the same words. One thread at a time.
 */
interface StreamFold {
  /** How far a stream has come. */
  enum End {
    /** The answer goes on. */
    NONE,
    /** The answer has ended; the protocol's end mark has not come. */
    FINISHED,
    /** The protocol's end mark came. */
    MARKED
  }

  /** Takes in an event, and tells the text that it adds. */
  void add(JsonNode event);

  /** Takes in what is no JSON, if it is this protocol's end mark. */
  default boolean takesMark(String data) {
    return false;
  }

  /** How far the stream has come. */
  End end();

  /** Whether the end of the reply is the only end mark that this protocol has. */
  default boolean endsWithReply() {
    return false;
  }

  /** The body of what has come so far. */
  JsonNode body();
}
