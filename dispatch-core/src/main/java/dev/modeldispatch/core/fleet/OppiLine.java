package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.http.SocketSink;
import dev.modeldispatch.core.http.TextSocket;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the stream, from its opening to its end.
 *
 * <p>Between threads: the first end is kept in {@code over}; whoever sets it fails all who wait,
 * and whoever begins to wait looks at it afterwards, so that nobody is left. What the server says
 * comes in order, and futures end in that order if they were asked for before.
 */
final class OppiLine implements SocketSink {
  private static final Logger LOG = LoggerFactory.getLogger(OppiLine.class);

  private final OppiApi api;
  private final OppiFailures failures;
  private final Hearer hearer;
  private final CompletableFuture<OppiLine> open = new CompletableFuture<>();
  private final CompletableFuture<TextSocket> socket = new CompletableFuture<>();
  private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> subscribed = new ConcurrentHashMap<>();
  private final Set<String> duplicates = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<Failure> over = new AtomicReference<>();

  OppiLine(OppiApi api, OppiFailures failures, Hearer hearer) {
    this.api = api;
    this.failures = failures;
    this.hearer = hearer;
  }

  /** Hears what comes on a connection. */
  interface Hearer {
    void opened(OppiLine line);

    /** The session is heard from now on, after this event. */
    void subscribed(String session, JsonNode result);

    void heard(String session, JsonNode event);

    void ended(OppiLine line);
  }

  void begin() {
    socket.complete(api.stream(this));
    var unused = api.after(OppiApi.LIMIT, () -> cutUnlessOpen());
  }

  private void cutUnlessOpen() {
    if (!open.isDone()) {
      cut(api.silent("a WebSocket handshake"));
    }
  }

  /** {@return ends when it is open, or fails with why it is not} */
  CompletableFuture<OppiLine> open() {
    return open;
  }

  boolean isOver() {
    return over.get() != null;
  }

  /** Hears a session from now on; the answer is that of the first time. */
  CompletableFuture<JsonNode> subscribe(String session) {
    var answer = new CompletableFuture<JsonNode>();
    var before = subscribed.putIfAbsent(session, answer);
    if (before != null) {
      return before;
    }
    var command = Json.object().put("type", "subscribe").put("sessionId", session);
    var asking = new CompletableFuture<JsonNode>();
    var unused =
        asking.whenComplete(
            (result, thrown) -> {
              if (thrown == null && isSuccess(result)) {
                hearer.subscribed(session, result);
                answer.complete(result);
              } else {
                subscribed.remove(session);
                answer.completeExceptionally(
                    thrown == null ? failures.command(result, List.of()) : thrown);
              }
            });
    ask(command.put("level", "full"), asking);
    return answer;
  }

  static boolean isSuccess(JsonNode result) {
    return result.path("success").asBoolean(false);
  }

  /**
   * Sends a command; the future ends with its result, in which {@code duplicate} is true for a turn
   * that was taken before.
   */
  void ask(ObjectNode command, CompletableFuture<JsonNode> answer) {
    String id = "r" + requests.incrementAndGet();
    asked.put(id, answer);
    String text = new String(Json.bytes(command.put("requestId", id)), StandardCharsets.UTF_8);
    Future<?> timer =
        api.after(
            OppiApi.LIMIT,
            () ->
                answer.completeExceptionally(
                    new SessionException(api.silent("a " + command.path("type").asText()))));
    var unused =
        answer.whenComplete(
            (result, thrown) -> {
              timer.cancel(false);
              asked.remove(id);
              duplicates.remove(id);
            });
    Failure end = over.get();
    if (end != null) {
      answer.completeExceptionally(new SessionException(end));
      return;
    }
    var unusedToo = socket.thenAccept(s -> s.send(text));
  }

  @Override
  public void opened() {
    hearer.opened(this);
    open.complete(this);
  }

  @Override
  public void text(String message) {
    JsonNode said;
    try {
      said = Json.parse(message);
    } catch (JsonTrouble e) {
      LOG.debug("a message of {} is {}", api.shown(), e.getMessage());
      return;
    }
    String request = said.path("requestId").asText("");
    switch (said.path("type").asText("")) {
      case "command_result" -> result(request, said);
      case "turn_ack" -> {
        if (said.path("duplicate").asBoolean(false) && asked.containsKey(request)) {
          duplicates.add(request);
        }
      }
      default -> {
        if (said.path("sessionId").isTextual()) {
          hearer.heard(said.path("sessionId").textValue(), said);
        }
      }
    }
  }

  private void result(String request, JsonNode result) {
    if (duplicates.remove(request) && result instanceof ObjectNode object) {
      object.put("duplicate", true);
    }
    var waiting = asked.remove(request);
    if (waiting != null) {
      waiting.complete(result);
    }
  }

  @Override
  public void ended(End end) {
    over(end.status() > 0 ? failures.ofStream(end.status()) : end.failure());
  }

  /** Ends it from this side. */
  void cut(Failure why) {
    var unused = socket.thenAccept(TextSocket::abort);
    over(why);
  }

  private void over(Failure why) {
    if (!over.compareAndSet(null, why)) {
      return;
    }
    var thrown = new SessionException(why);
    hearer.ended(this);
    open.completeExceptionally(thrown);
    asked.values().forEach(answer -> answer.completeExceptionally(thrown));
  }
}
