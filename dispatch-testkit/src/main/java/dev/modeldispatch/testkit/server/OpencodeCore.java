package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the parts of a fake opencode server share: time, events, sessions. Only the front's thread
 * enters, but for what is said to be guarded otherwise.
 */
final class OpencodeCore {
  private final Front front;
  private final OpencodeVersion version;
  private final OpencodeBooks books;
  private final OpencodeEvents events;
  private final OpencodeAsks asks;
  private final Map<String, OpencodeSession> sessions = new LinkedHashMap<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "fake-opencode-agent");
            thread.setDaemon(true);
            return thread;
          });
  private boolean frozen;
  private long ids;

  OpencodeCore(Front front, OpencodeVersion version, OpencodeBooks books) {
    this.front = front;
    this.version = version;
    this.books = books;
    this.events = new OpencodeEvents(front, version);
    this.asks = new OpencodeAsks(this);
  }

  OpencodeVersion version() {
    return version;
  }

  /** {@return the books, which the journal guards} */
  OpencodeBooks books() {
    return books;
  }

  OpencodeEvents events() {
    return events;
  }

  OpencodeAsks asks() {
    return asks;
  }

  Map<String, OpencodeSession> sessions() {
    return sessions;
  }

  boolean isFrozen() {
    return frozen;
  }

  /** Stops all work, or lets it go on; what fell due meanwhile is lost. */
  void freeze(boolean stop) {
    frozen = stop;
    events.silence(stop);
  }

  String id(String prefix) {
    return prefix + "_" + String.format("%012x", ++ids) + "fakeAbCdEfGhIj";
  }

  /** Runs a step after this time; at once if there is none. Lost if the server is frozen then. */
  void later(Duration wait, Runnable step) {
    Runnable unlessFrozen =
        () -> {
          if (!frozen) {
            step.run();
          }
        };
    if (wait.isZero()) {
      step.run();
    } else {
      front.later(wait, unlessFrozen);
    }
  }

  /** Runs a step on the front's thread; lost if the server is frozen then. From any thread. */
  void run(Runnable step) {
    front.run(() -> later(Duration.ZERO, step));
  }

  /** {@return the threads that agents work on} */
  ExecutorService workers() {
    return workers;
  }

  void publish(OpencodeSession session, String type, ObjectNode properties) {
    events.publish(session.directory(), type, properties);
  }

  void publishError(OpencodeSession session, ObjectNode error) {
    ObjectNode properties = OpencodeJson.object().put("sessionID", session.id());
    properties.set("error", error.deepCopy());
    publish(session, "session.error", properties);
  }

  /** {@return what is answered when a prompt fails outside of its message} */
  WireAnswer hiddenFailure() {
    return version == OpencodeVersion.OLD ? WireAnswer.json(200, "") : OpencodeAnswers.unexpected();
  }
}
