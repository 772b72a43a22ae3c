package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.Exchange;
import dev.modeldispatch.core.http.HttpAsk;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpSink;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.http.SocketSink;
import dev.modeldispatch.core.http.TextSocket;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.Resources;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** An oppi server's calls and its stream. Each call ends with a reply, in 10 s. Thread-safe. */
final class OppiApi {
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final OppiOptions options;
  private final BaseUrl base;
  private final HttpTransport transport;
  private final Resources resources;

  OppiApi(OppiOptions options, HttpTransport transport, Resources resources) {
    this.options = options;
    this.base = BaseUrl.of(options.uri());
    this.transport = transport;
    this.resources = resources;
  }

  CompletableFuture<OppiReply> get(String path) {
    return bounded(HttpAsk.get(base.resolve(path), headers()));
  }

  CompletableFuture<OppiReply> post(String path, JsonNode body) {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/json");
    return bounded(HttpAsk.post(base.resolve(path), headers, Json.bytes(body)));
  }

  CompletableFuture<OppiReply> delete(String path) {
    return bounded(HttpAsk.delete(base.resolve(path), headers()));
  }

  /** Opens the stream. */
  TextSocket stream(SocketSink sink) {
    return transport.socket(base.resolve("/stream"), headers(), sink);
  }

  /** Runs the task on the timer after the delay, or never, if the timers are closed. */
  Future<?> after(Duration delay, Runnable task) {
    try {
      return resources.after(delay, task);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(false);
    }
  }

  /** {@return what must not be shown} */
  List<String> secrets() {
    return options.token().reveal().stream().toList();
  }

  /** {@return the address, for messages} */
  String shown() {
    URI uri = base.uri();
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  /** {@return why nothing came within the limit} */
  Failure silent(String what) {
    return Failure.builder(
            FailureKind.SERVER_ERROR,
            "the oppi server at " + shown() + " did not answer " + what + " in 10 s.")
        .hint("Look whether it is frozen; restart it.")
        .evidence("limit " + LIMIT.toMillis() + " ms")
        .build();
  }

  private CompletableFuture<OppiReply> bounded(HttpAsk ask) {
    var answer = new CompletableFuture<OppiReply>();
    Exchange exchange = transport.send(ask, new Answering(answer));
    Future<?> timer =
        after(
            LIMIT,
            () -> {
              exchange.abort();
              answer.complete(OppiReply.broken(silent("a call")));
            });
    var unused = answer.whenComplete((reply, thrown) -> timer.cancel(false));
    return answer;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    options.token().reveal().ifPresent(t -> headers.put("Authorization", "Bearer " + t));
    return headers;
  }

  private record Answering(CompletableFuture<OppiReply> answer) implements HttpSink {
    @Override
    public boolean sending() {
      return true;
    }

    @Override
    public void ended(HttpEnd end) {
      answer.complete(OppiReply.of(end));
    }
  }
}
