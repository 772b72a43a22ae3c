package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.http.BodyReader;
import dev.modeldispatch.core.http.Exchange;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpSink;
import dev.modeldispatch.core.http.SseReader;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.internal.Resources;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's event stream: one for all runs, opened by the first, opened anew when it ends while
 * somebody listens.
 *
 * <p>Between threads: {@code state} and {@code opening} change under this object's lock; listeners
 * are called without it, on the HTTP thread, one event after the other.
 */
final class ServerEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerEvents.class);
  private static final int MAX_EVENT = 9 << 20;
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(5);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration MAX_RETRY = Duration.ofSeconds(2);

  private enum State {
    OFF,
    OPENING,
    ON,
    CLOSED
  }

  private final ServerApi api;
  private final Resources resources;
  private final Map<String, SessionListener> listeners = new ConcurrentHashMap<>();
  private State state = State.OFF;
  private @Nullable CompletableFuture<Optional<Failure>> opening;
  private @Nullable Exchange exchange;
  private int failures;

  ServerEvents(ServerApi api, Resources resources) {
    this.api = api;
    this.resources = resources;
  }

  /** Hears what happens in one session. */
  interface SessionListener {
    /** Hears one event of the session. */
    void event(String type, JsonNode properties);

    /** Hears that events may have been missed. */
    void missed();

    /** Hears that the server is gone. */
    void serverLost(Failure failure);
  }

  void listen(String session, SessionListener listener) {
    listeners.put(session, listener);
  }

  void forget(String session, SessionListener listener) {
    listeners.remove(session, listener);
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  synchronized boolean isOpen() {
    return state == State.ON;
  }

  Iterable<SessionListener> all() {
    return listeners.values();
  }

  /** Returns when the stream is open, or why it is not. */
  CompletableFuture<Optional<Failure>> ready() {
    CompletableFuture<Optional<Failure>> wait;
    synchronized (this) {
      if (state == State.ON) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (state == State.CLOSED) {
        return CompletableFuture.completedFuture(Optional.of(lost("closed")));
      }
      wait = opening == null ? new CompletableFuture<>() : opening;
      opening = wait;
      if (state == State.OPENING) {
        return wait.copy();
      }
      state = State.OPENING;
    }
    open();
    return wait.copy();
  }

  private void open() {
    var stream = new Stream();
    Exchange opened = api.events(stream);
    boolean closed;
    synchronized (this) {
      closed = state == State.CLOSED;
      exchange = opened;
    }
    if (closed) {
      opened.abort();
      return;
    }
    var unused =
        resources.after(
            OPEN_LIMIT,
            () -> {
              if (!stream.greeted) {
                opened.abort();
                ended("not greeted");
              }
            });
  }

  private void greeted() {
    CompletableFuture<Optional<Failure>> waiting;
    boolean again;
    synchronized (this) {
      if (state != State.OPENING) {
        return;
      }
      state = State.ON;
      again = failures > 0;
      failures = 0;
      waiting = opening;
      opening = null;
    }
    if (waiting != null) {
      waiting.complete(Optional.empty());
    }
    if (again) {
      listeners.values().forEach(SessionListener::missed);
    }
  }

  private void ended(String why) {
    CompletableFuture<Optional<Failure>> waiting;
    Duration delay;
    synchronized (this) {
      if (state == State.CLOSED || state == State.OFF) {
        return;
      }
      state = State.OFF;
      waiting = opening;
      opening = null;
      delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
      failures++;
    }
    if (waiting != null) {
      waiting.complete(Optional.of(lost(why)));
    }
    if (hasListeners()) {
      LOG.debug("the event stream of {} ended ({}); opening it again", api.shown(), why);
      try {
        var unused =
            resources.after(delay.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : delay, this::openAgain);
      } catch (RejectedExecutionException e) {
        LOG.trace("closing; the event stream stays closed");
      }
    }
  }

  private void openAgain() {
    if (hasListeners()) {
      var unused = ready();
    }
  }

  private Failure lost(String why) {
    return Failure.builder(
            FailureKind.SERVER_ERROR,
            "the opencode server at " + api.shown() + " gives no event stream.")
        .hint("Look at its log, or restart it.")
        .evidence("event stream " + why)
        .build();
  }

  private void hear(String data) {
    JsonNode event;
    try {
      event = Json.parse(data);
    } catch (JsonTrouble e) {
      LOG.debug("an event of {} is {}", api.shown(), e.getMessage());
      return;
    }
    JsonNode payload = event.path("payload");
    String type = payload.path("type").asText("");
    if (type.equals("server.connected")) {
      greeted();
      return;
    }
    JsonNode properties = payload.path("properties");
    SessionListener listener = listeners.get(session(properties));
    if (listener == null && type.equals("session.created")) {
      // A session that an agent opens for a helper of its own: its parent hears of it.
      listener = listeners.get(properties.path("info").path("parentID").asText(""));
    }
    if (listener != null) {
      listener.event(type, properties);
    }
  }

  private static String session(JsonNode properties) {
    String direct = properties.path("sessionID").asText("");
    String inInfo = properties.path("info").path("sessionID").asText("");
    String inPart = properties.path("part").path("sessionID").asText("");
    return !direct.isEmpty() ? direct : !inInfo.isEmpty() ? inInfo : inPart;
  }

  @Override
  public void close() {
    Exchange open;
    CompletableFuture<Optional<Failure>> waiting;
    synchronized (this) {
      state = State.CLOSED;
      open = exchange;
      waiting = opening;
      opening = null;
    }
    if (open != null) {
      open.abort();
    }
    if (waiting != null) {
      waiting.complete(Optional.of(lost("closed")));
    }
  }

  /** One opening of the stream. */
  private final class Stream implements HttpSink {
    private volatile boolean greeted;

    @Override
    public boolean sending() {
      return true; // a stream has no prompt
    }

    @Override
    public Optional<BodyReader> reader(int status, HttpHeaders headers) {
      boolean events = headers.firstValue("content-type").orElse("").contains("event-stream");
      if (status != 200 || !events) {
        return Optional.empty();
      }
      return Optional.of(
          new SseReader(
              MAX_EVENT,
              data -> {
                greeted = true;
                hear(data);
              },
              () -> {
                throw new IllegalStateException("an event is above " + MAX_EVENT + " bytes");
              }));
    }

    @Override
    public void ended(HttpEnd end) {
      ServerEvents.this.ended(
          end instanceof HttpEnd.Whole whole
              ? "ended with status " + whole.status()
              : "broken: " + ((HttpEnd.Broken) end).failure().kind().code());
    }
  }
}
