package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call as a fake server saw it. Times count from the server's start. Thread-safe: a call that is
 * still going on changes. {@link #toString} shows neither bodies nor keys; {@link #requestBody},
 * {@link #requestJson} and {@link #header} do, on request.
 */
public final class ServerCall {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Journal journal;
  private final int number;
  private final int connection;
  private final Duration arrivedAt;
  private HttpRequest request;
  private boolean received;
  private boolean prompt;
  private String model = "";
  private String played = "";
  private int status;
  private long bytesSent;
  private @Nullable Duration answeredAt;
  private @Nullable Duration clientClosedAt;
  private @Nullable Duration serverClosedAt;
  private @Nullable Runnable onClientClose;

  ServerCall(Journal journal, int number, int connection, Duration arrivedAt, HttpRequest head) {
    this.journal = journal;
    this.number = number;
    this.connection = connection;
    this.arrivedAt = arrivedAt;
    this.request = head;
  }

  /** {@return the call's place in order of arrival, from 1} */
  public int number() {
    return number;
  }

  /** {@return the number of the connection that it came on, from 1} */
  public int connection() {
    return connection;
  }

  /** {@return when its head was there} */
  public Duration arrivedAt() {
    return arrivedAt;
  }

  /** {@return the method} */
  public String method() {
    synchronized (journal) {
      return request.method();
    }
  }

  /** {@return the path with its query} */
  public String path() {
    synchronized (journal) {
      return request.path();
    }
  }

  /** {@return whether the whole request came} */
  public boolean isReceived() {
    synchronized (journal) {
      return received;
    }
  }

  /** {@return whether this is a whole request that carries a prompt} */
  public boolean isPrompt() {
    synchronized (journal) {
      return prompt;
    }
  }

  /** {@return which model was asked; empty until the request is whole, or if it names none} */
  public Optional<String> model() {
    synchronized (journal) {
      return model.isEmpty() ? Optional.empty() : Optional.of(model);
    }
  }

  /** {@return the request's header of this name as it came, keys included} */
  public Optional<String> header(String name) {
    synchronized (journal) {
      return request.header(name);
    }
  }

  /** {@return the request's body; empty until it is whole} */
  public String requestBody() {
    synchronized (journal) {
      return request.text();
    }
  }

  /** {@return the request's body as JSON; fails if it is none} */
  public JsonNode requestJson() {
    try {
      return JSON.readTree(requestBody());
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request's body is no JSON: " + this, e);
    }
  }

  /** {@return which behaviour was played; empty while none is} */
  public String played() {
    synchronized (journal) {
      return played;
    }
  }

  /** {@return the HTTP status that was decided on, if there is one} */
  public OptionalInt status() {
    synchronized (journal) {
      return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
  }

  /** {@return how many bytes were handed to the socket, heads included} */
  public long bytesSent() {
    synchronized (journal) {
      return bytesSent;
    }
  }

  /** {@return when the last byte of a whole reply was handed to the socket, if it was} */
  public Optional<Duration> answeredAt() {
    synchronized (journal) {
      return Optional.ofNullable(answeredAt);
    }
  }

  /** {@return when the client hung up before the reply was whole, if it did} */
  public Optional<Duration> clientClosedAt() {
    synchronized (journal) {
      return Optional.ofNullable(clientClosedAt);
    }
  }

  /** {@return when the server closed the connection in place of a whole reply, if it did} */
  public Optional<Duration> serverClosedAt() {
    synchronized (journal) {
      return Optional.ofNullable(serverClosedAt);
    }
  }

  /** {@return whether nothing follows: answered, or closed by either side} */
  public boolean isOver() {
    synchronized (journal) {
      return answeredAt != null || clientClosedAt != null || serverClosedAt != null;
    }
  }

  void received(HttpRequest whole) {
    journal.change(
        () -> {
          request = whole;
          received = true;
        });
  }

  void prompt(String askedModel) {
    journal.change(
        () -> {
          model = askedModel;
          prompt = true;
        });
    journal.prompt();
  }

  void plays(String name, int decided) {
    journal.change(
        () -> {
          played = name;
          status = decided;
        });
  }

  void sent(int bytes) {
    synchronized (journal) {
      bytesSent += bytes;
    }
  }

  void answered() {
    journal.change(() -> answeredAt = isOver() ? answeredAt : journal.now());
  }

  void clientClosed() {
    journal.change(() -> clientClosedAt = isOver() ? clientClosedAt : journal.now());
    tellWhoWaits();
  }

  /** Runs the task when the client hangs up before the reply is whole; at once if it has. */
  void whenClientCloses(Runnable task) {
    synchronized (journal) {
      onClientClose = task;
    }
    tellWhoWaits();
  }

  private void tellWhoWaits() {
    Runnable task = null;
    synchronized (journal) {
      if (clientClosedAt != null) {
        task = onClientClose;
        onClientClose = null;
      }
    }
    if (task != null) {
      task.run();
    }
  }

  void serverClosed() {
    journal.change(() -> serverClosedAt = isOver() ? serverClosedAt : journal.now());
  }

  @Override
  public String toString() {
    synchronized (journal) {
      var out = new StringBuilder();
      out.append('#').append(number).append(" on connection ").append(connection);
      out.append(' ').append(at(arrivedAt)).append(' ').append(request);
      if (request.hasKey()) {
        out.append(", key ****");
      }
      out.append(received ? "" : ", not whole");
      model().ifPresent(m -> out.append(", model ").append(m));
      out.append(played.isEmpty() ? "" : ", plays " + played);
      out.append(status == 0 ? "" : ", status " + status);
      out.append(", sent ").append(bytesSent).append(" bytes");
      answeredAt().ifPresent(t -> out.append(", answered ").append(at(t)));
      clientClosedAt().ifPresent(t -> out.append(", client hung up ").append(at(t)));
      serverClosedAt().ifPresent(t -> out.append(", closed by the server ").append(at(t)));
      return out.toString();
    }
  }

  private static String at(Duration time) {
    return "at " + time.toMillis() + " ms";
  }
}
