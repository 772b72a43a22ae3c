package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.List;

/**
 * One behaviour of a model behind the opencode server.
 *
 * @param retries the retry states before it
 * @param pace how its text comes
 * @param usage what is reported as used
 * @param reasoning what it tells of its thoughts before; may be empty
 * @param unanswered whether the connection is closed in place of saying that it is taken
 * @param ends what becomes of it
 */
record OpencodeReply(
    List<Retry> retries,
    Pace pace,
    Usage usage,
    String reasoning,
    boolean unanswered,
    Behaviour ends) {
  /** A wait of the server's before it asks the provider again. */
  record Retry(String message, Duration time) {}

  /** How text comes: the first piece after this time, the others after that each. */
  record Pace(Duration first, Duration perPiece) {}

  /** What becomes of a prompt. */
  sealed interface Behaviour {}

  /** A text with this finish reason. */
  record Says(String text, String finish) implements Behaviour {}

  /** A structured answer. */
  record Structured(JsonNode value) implements Behaviour {}

  /** A failure that the message tells. */
  record Errs(ObjectNode error) implements Behaviour {}

  /** A failure that only an event tells. */
  record Hidden(String message) implements Behaviour {}

  /** A reply that is no message. */
  record Raw(WireAnswer answer) implements Behaviour {}

  /** This text, then silence. */
  record Stalls(String text) implements Behaviour {}

  /** A wish for this permission, which waits for a person. */
  record AsksPermission(String permission) implements Behaviour {}

  /** A question, which waits for a person. */
  record AsksQuestion(String question) implements Behaviour {}

  /** Answers without a finish reason, one after the other. */
  record Loops(Duration pause) implements Behaviour {}

  /** Nothing at all; for a prompt whose answer nobody waits for. */
  record Swallows() implements Behaviour {}

  /** Work in the session's directory, then a text. */
  record Works(OpencodeScript.Worker worker, List<String> files, String text)
      implements Behaviour {}

  /** A summary in place of an answer. */
  record Summarizes(String text) implements Behaviour {}

  @Override
  public String toString() {
    return ends.getClass().getSimpleName();
  }
}
