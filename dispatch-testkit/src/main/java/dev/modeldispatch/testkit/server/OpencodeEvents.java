package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The event streams of a fake opencode server: who hears them, and what is told. Only the front's
 * thread enters.
 */
final class OpencodeEvents {
  private static final Duration BEAT = Duration.ofSeconds(10);

  private record Subscriber(Connection connection, ServerCall call) {}

  private final Front front;
  private final OpencodeVersion version;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private boolean beating;
  private boolean silent;
  private Duration lag = Duration.ZERO;
  private long told;

  OpencodeEvents(Front front, OpencodeVersion version) {
    this.front = front;
    this.version = version;
  }

  void subscribe(Connection connection, ServerCall call) {
    var head = WireAnswer.of(200, "text/event-stream", "").head(Travel.CHUNKED);
    connection.play(List.of(new Act.Send(head), send(wrapped("", event("server.connected")))));
    subscribers.add(new Subscriber(connection, call));
    if (!beating) {
      beating = true;
      front.later(BEAT, this::beat);
    }
  }

  /** Tells all who hear; nothing while the server is frozen. */
  void publish(String directory, String type, ObjectNode properties) {
    ObjectNode payload = event(type);
    payload.set("properties", properties);
    if (!silent) {
      send(wrapped(directory, payload), subscribers);
      boolean stored = type.endsWith("updated") || type.startsWith("session.");
      if (version == OpencodeVersion.LATEST && stored && properties.has("info")) {
        send(wrapped(directory, sync(type, properties)), subscribers);
      }
    }
  }

  /** Ends all streams, as the server does when it is set up anew. */
  void drop() {
    subscribers.forEach(s -> s.connection().play(List.of(new Act.Send(Travel.LAST_CHUNK), END)));
    subscribers.clear();
  }

  /** Tells events this much later from now on; the real server's can come after the answer. */
  void lag(Duration by) {
    lag = by;
  }

  void silence(boolean frozen) {
    silent = frozen;
  }

  private static final Act.End END = Act.End.KEEP_OPEN;

  private void beat() {
    if (!silent) {
      send(wrapped("", event("server.heartbeat")), subscribers);
    }
    front.later(BEAT, this::beat);
  }

  private void send(ObjectNode event, List<Subscriber> to) {
    to.removeIf(s -> s.call().isOver());
    var act = List.of(send(event));
    if (lag.isZero()) {
      to.forEach(s -> s.connection().play(act));
    } else {
      var hearers = List.copyOf(to);
      front.later(lag, () -> hearers.forEach(s -> s.connection().play(act)));
    }
  }

  private static Act send(ObjectNode event) {
    return new Act.Send(Travel.chunk(Bytes.of("data: " + event + "\n\n")));
  }

  private ObjectNode event(String type) {
    ObjectNode payload = OpencodeJson.object();
    if (version == OpencodeVersion.LATEST) {
      payload.put("id", "evt_" + String.format("%012x", ++told));
    }
    payload.put("type", type).putObject("properties");
    return payload;
  }

  /** The latest version tells what it stores a second time. */
  private static ObjectNode sync(String type, ObjectNode properties) {
    ObjectNode payload = OpencodeJson.object().put("type", "sync");
    payload.putObject("syncEvent").put("type", type + ".1").set("data", properties);
    return payload;
  }

  private ObjectNode wrapped(String directory, ObjectNode payload) {
    ObjectNode event = OpencodeJson.object();
    if (!directory.isEmpty()) {
      event.put("directory", directory);
      if (version == OpencodeVersion.LATEST) {
        event.put("project", "global");
      }
    }
    event.set("payload", payload);
    return event;
  }
}
