package dev.modeldispatch.testkit.oppi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A client's stream: its commands, and the events that it hears. Guarded by the core's monitor. */
final class OppiStream {
  private final OppiCore core;
  private final WebSocketConnection socket;
  private final Runnable cut;
  private final Set<String> subscribed = new HashSet<>();
  private long sent;

  OppiStream(OppiCore core, OutputStream out, Runnable cut) {
    this.core = core;
    this.cut = cut;
    socket = new WebSocketConnection(out, text -> core.change(() -> hear(text)));
  }

  WebSocketConnection socket() {
    return socket;
  }

  void open() {
    core.streams().add(this);
    socket.fragment(core.rules().fragmentsOf());
    send(OppiJson.ofType("stream_connected").put("userName", "test"));
  }

  void send(ObjectNode message) {
    socket.send(message.deepCopy().put("streamSeq", ++sent).toString());
  }

  /** Cuts the connection, without a close frame. */
  void drop() {
    cut.run();
  }

  void gone() {
    core.streams().remove(this);
    core.sessions().values().forEach(session -> session.leave(this));
  }

  private void hear(String text) {
    var read = OppiJson.read(text);
    if (read.isEmpty() || !read.get().path("type").isTextual()) {
      core.command("no command", text);
      send(OppiJson.ofType("error").put("error", "Invalid JSON"));
      return;
    }
    ObjectNode asked = read.get();
    String type = asked.path("type").asText();
    core.command(type + " " + asked.path("sessionId").asText("-"), text);
    switch (type) {
      case "subscribe" -> subscribe(asked);
      case "unsubscribe" -> unsubscribe(asked);
      case "set_thinking_level" -> think(asked);
      case "prompt" -> prompt(asked);
      default -> {
        core.unmatched().add("command " + type);
        send(OppiJson.ofType("error").put("error", "Unknown command: " + type));
      }
    }
  }

  private void subscribe(ObjectNode asked) {
    var session = session(asked);
    if (session.isEmpty()) {
      refuse(asked, "Session not found");
    } else if (!asked.path("level").asText().equals("full")) {
      refuse(asked, "Unknown level");
    } else {
      ObjectNode result = result(asked).put("success", true);
      send(result.put("currentSeq", session.get().seq()));
      subscribed.add(session.get().id());
      session.get().hear(this);
    }
  }

  private void unsubscribe(ObjectNode asked) {
    session(asked).ifPresent(session -> session.leave(this));
    subscribed.remove(asked.path("sessionId").asText());
    send(result(asked).put("success", true));
  }

  private void think(ObjectNode asked) {
    var session = session(asked);
    String level = asked.path("level").asText();
    if (!isSubscribed(asked) || session.isEmpty()) {
      refuse(asked, "Not subscribed at level full");
    } else if (!OppiRoutes.THINKING.contains(level)) {
      refuse(asked, "Invalid thinking level");
    } else {
      session.get().think(level);
      send(result(asked).put("success", true));
    }
  }

  private void prompt(ObjectNode asked) {
    core.books().asked();
    var session = session(asked);
    String message = asked.path("message").asText("");
    if (!isSubscribed(asked) || session.isEmpty()) {
      refuse(asked, "Not subscribed at level full");
    } else if (message.isBlank()) {
      refuse(asked, "message required");
    } else {
      prompt(asked, session.get(), message);
    }
  }

  private void prompt(ObjectNode asked, OppiSession session, String message) {
    String turn = asked.path("clientTurnId").asText("");
    var repeats = session.repeats(turn, message);
    if (repeats.isPresent()) {
      repeated(asked, repeats.get());
      return;
    }
    core.later(session.plan().takesAfter(), () -> take(asked, session, message));
  }

  private void repeated(ObjectNode asked, boolean same) {
    if (same) {
      core.books().duplicate();
      send(acknowledged(asked).put("duplicate", true));
      send(result(asked).put("success", true));
    } else {
      refuse(asked, "clientTurnId conflict: " + asked.path("clientTurnId").asText());
    }
  }

  private void take(ObjectNode asked, OppiSession session, String message) {
    boolean drops = session.plan().dropsUnanswered() && session.prompts().isEmpty();
    if (drops) {
      drop();
      session.leave(this);
    }
    Runnable answer =
        () -> {
          if (!drops) {
            send(acknowledged(asked));
            send(result(asked).put("success", true));
          }
        };
    session
        .take(message, answer)
        .ifPresent(
            refusal -> {
              session.forget(asked.path("clientTurnId").asText(""));
              refuse(asked, refusal);
            });
  }

  private boolean isSubscribed(ObjectNode asked) {
    return subscribed.contains(asked.path("sessionId").asText());
  }

  private Optional<OppiSession> session(ObjectNode asked) {
    return Optional.ofNullable(core.sessions().get(asked.path("sessionId").asText()));
  }

  private void refuse(ObjectNode asked, String error) {
    send(result(asked).put("success", false).put("error", error));
  }

  private static ObjectNode acknowledged(ObjectNode asked) {
    ObjectNode ack = OppiJson.ofType("turn_ack").put("command", "prompt").put("stage", "accepted");
    return copy(copy(copy(ack, asked, "sessionId"), asked, "requestId"), asked, "clientTurnId");
  }

  private static ObjectNode result(ObjectNode asked) {
    ObjectNode result = OppiJson.ofType("command_result");
    result.set("command", asked.path("type"));
    return copy(copy(result, asked, "sessionId"), asked, "requestId");
  }

  private static ObjectNode copy(ObjectNode to, ObjectNode from, String field) {
    if (from.has(field)) {
      to.set(field, from.path(field));
    }
    return to;
  }
}
