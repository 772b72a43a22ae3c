package dev.modeldispatch.testkit.oppi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The JDK's own client at a fake oppi server. */
final class OppiClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What a REST call was answered with. */
  record Answered(int status, JsonNode body) {
    String session() {
      return body.at("/session/id").asText();
    }

    String sessionStatus() {
      return body.at("/session/status").asText();
    }
  }

  private final FakeOppiServer server;

  OppiClient(FakeOppiServer server) {
    this.server = server;
  }

  CompletableFuture<Answered> send(String method, String path, String body) {
    return HTTP.sendAsync(request(method, path, body), HttpResponse.BodyHandlers.ofString())
        .thenApply(reply -> new Answered(reply.statusCode(), json(reply.body())));
  }

  Answered call(String method, String path, String body) {
    return soon(send(method, path, body));
  }

  Answered get(String path) {
    return call("GET", path, "");
  }

  Answered post(String path, String body) {
    return call("POST", path, body);
  }

  /** Makes a session in workspace w, without a prompt. */
  String make() {
    return post("/workspaces/w/sessions", "{}").session();
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(server.baseUri() + path))
        .header("Authorization", "Bearer " + server.token())
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  Heard stream() {
    return stream(server.token());
  }

  Heard stream(String token) {
    var heard = new Heard();
    heard.socket =
        soon(
            HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(
                    URI.create("ws" + server.baseUri().toString().substring(4) + "/stream"),
                    heard));
    return heard;
  }

  /** No test's limit ends a join, which cannot be interrupted. */
  private static <T> T soon(CompletableFuture<T> answer) {
    try {
      return answer.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the client says nothing for 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes on a stream, in order. */
  static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final CompletableFuture<String> ponged = new CompletableFuture<>();
    final CompletableFuture<String> pinged = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    WebSocket socket() {
      return Objects.requireNonNull(socket);
    }

    Heard say(String command) {
      soon(socket().sendText(command.replace('\'', '"'), true));
      return this;
    }

    Heard subscribe(String session) {
      say("{'type':'subscribe','sessionId':'" + session + "','level':'full','requestId':'sub'}");
      assertSuccess("subscribe");
      return this;
    }

    private void assertSuccess(String command) {
      var result = next("command_result");
      if (!result.path("success").asBoolean() || !result.path("command").asText().equals(command)) {
        throw new AssertionError(result.toString());
      }
    }

    Heard prompt(String session, String message, String turn) {
      return say(
          "{'type':'prompt','sessionId':'%s','message':'%s','requestId':'r','clientTurnId':'%s'}"
              .formatted(session, message, turn));
    }

    /** The next message of this type; those before it are dropped. */
    JsonNode next(String type) {
      List<JsonNode> before = new ArrayList<>();
      try {
        for (var m = messages.poll(5, TimeUnit.SECONDS);
            m != null;
            m = messages.poll(5, TimeUnit.SECONDS)) {
          if (m.path("type").asText().equals(type)) {
            return m;
          }
          before.add(m);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new AssertionError("no " + type + " came, but " + before);
    }

    /**
     * Waits for the end of a connection that nobody closed in order. The JDK's client misses one in
     * some hundred ends; whoever says something into such a connection learns of it.
     */
    void awaitCut() throws Exception {
      var cut = closed.handle((code, error) -> error == null ? code : 1006);
      for (int tries = 0; tries < 50 && !cut.isDone(); tries++) {
        try {
          cut.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          var unused =
              socket().sendPing(ByteBuffer.allocate(1)).whenComplete((sent, error) -> fail(error));
        }
      }
      if (cut.get(1, TimeUnit.SECONDS) != 1006) {
        throw new AssertionError("closed in order, with " + closed.join());
      }
    }

    private void fail(@Nullable Throwable error) {
      if (error != null) {
        closed.completeExceptionally(error);
      }
    }

    /** The next message of this type, if it is here already. */
    JsonNode now(String type) {
      return messages.stream()
          .filter(m -> m.path("type").asText().equals(type))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + type + " is here"));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(json(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
      ponged.complete(StandardCharsets.UTF_8.decode(payload).toString());
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
      pinged.complete(StandardCharsets.UTF_8.decode(payload).toString());
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
