package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.Exchange;
import dev.modeldispatch.core.http.HttpAsk;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpSink;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.Resources;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The session server's calls. Each ends with an answer, within its limit. Thread-safe. */
final class ServerApi {
  private static final Duration FOREVER = Duration.ofDays(24);

  private final OpencodeOptions options;
  private final BaseUrl base;
  private final HttpTransport transport;
  private final Resources resources;
  private final Optional<String> directory;

  ServerApi(OpencodeOptions options, HttpTransport transport, Resources resources) {
    this(options, transport, resources, options.directory());
  }

  private ServerApi(
      OpencodeOptions options,
      HttpTransport transport,
      Resources resources,
      Optional<String> directory) {
    this.options = options;
    this.base = BaseUrl.of(options.uri());
    this.transport = transport;
    this.resources = resources;
    this.directory = directory;
  }

  /** Returns the same calls for a directory of their own: a server keeps its work apart by it. */
  ServerApi in(String folder) {
    return new ServerApi(options, transport, resources, Optional.of(folder));
  }

  /**
   * A call that may take as long as it likes.
   *
   * @param answer its end
   * @param exchange closes its socket
   */
  record LongCall(CompletableFuture<ServerAnswer> answer, Exchange exchange) {
    /** Closes the socket, and ends the call for those who wait for it. */
    void cut() {
      exchange.abort();
      answer.complete(
          ServerAnswer.broken(
              Failure.builder(FailureKind.CANCELLED, "the prompt's call was cut.").build()));
    }
  }

  CompletableFuture<ServerAnswer> get(String path, Duration limit) {
    return bounded(HttpAsk.get(uri(path), headers()), limit);
  }

  CompletableFuture<ServerAnswer> post(String path, JsonNode body, Duration limit) {
    return bounded(HttpAsk.post(uri(path), jsonHeaders(), Json.bytes(body)), limit);
  }

  CompletableFuture<ServerAnswer> patch(String path, JsonNode body, Duration limit) {
    return bounded(HttpAsk.patch(uri(path), jsonHeaders(), Json.bytes(body)), limit);
  }

  CompletableFuture<ServerAnswer> delete(String path, Duration limit) {
    return bounded(HttpAsk.delete(uri(path), headers()), limit);
  }

  /**
   * Sends a prompt: no limit but the caller's, and no idle limit, since nothing comes before it
   * ends.
   */
  LongCall prompt(String path, JsonNode body, BooleanSupplier sending) {
    var sink = new AnswerSink(sending);
    var ask = HttpAsk.post(uri(path), jsonHeaders(), Json.bytes(body)).withIdle(FOREVER);
    var exchange = transport.send(ask, sink);
    return new LongCall(sink.answer, exchange);
  }

  /** Opens the event stream; it beats every 10 s, so silence means that it is dead. */
  Exchange events(HttpSink sink) {
    Map<String, String> headers = headers();
    headers.put("Accept", "text/event-stream");
    var ask = HttpAsk.get(uri("/global/event"), headers).withIdle(Duration.ofSeconds(30));
    return transport.send(ask, sink);
  }

  List<String> secrets() {
    return options.password().flatMap(ApiKey::reveal).stream().toList();
  }

  /** {@return the address, for messages} */
  String shown() {
    return base.uri().getScheme() + "://" + base.uri().getAuthority();
  }

  private CompletableFuture<ServerAnswer> bounded(HttpAsk ask, Duration limit) {
    var sink = new AnswerSink(() -> true);
    var exchange = transport.send(ask, sink);
    var timer =
        resources.after(
            limit,
            () -> {
              exchange.abort();
              sink.answer.complete(ServerAnswer.broken(silent(limit)));
            });
    var unused = sink.answer.whenComplete((answer, thrown) -> timer.cancel(false));
    return sink.answer;
  }

  private Failure silent(Duration limit) {
    return Failure.builder(
            FailureKind.SERVER_ERROR,
            "the opencode server at " + shown() + " did not answer in " + limit.toMillis() + " ms.")
        .hint("Look whether it is frozen; restart it with opencode serve.")
        .evidence("limit " + limit.toMillis() + " ms")
        .build();
  }

  private URI uri(String path) {
    URI plain = base.resolve(path);
    return directory
        .map(
            d ->
                URI.create(
                    plain
                        + (path.indexOf('?') < 0 ? "?" : "&")
                        + "directory="
                        + URLEncoder.encode(d, StandardCharsets.UTF_8).replace("+", "%20")))
        .orElse(plain);
  }

  private Map<String, String> jsonHeaders() {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/json");
    return headers;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    options
        .password()
        .flatMap(ApiKey::reveal)
        .ifPresent(
            secret -> {
              byte[] pair = (options.user() + ":" + secret).getBytes(StandardCharsets.UTF_8);
              headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            });
    return headers;
  }

  /** Keeps the end of an exchange. */
  private static final class AnswerSink implements HttpSink {
    private final CompletableFuture<ServerAnswer> answer = new CompletableFuture<>();
    private final BooleanSupplier sending;

    AnswerSink(BooleanSupplier sending) {
      this.sending = sending;
    }

    @Override
    public boolean sending() {
      return sending.getAsBoolean();
    }

    @Override
    public void ended(HttpEnd end) {
      answer.complete(ServerAnswer.of(end));
    }
  }
}
