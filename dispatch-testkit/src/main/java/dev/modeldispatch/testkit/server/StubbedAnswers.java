package dev.modeldispatch.testkit.server;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Notifier;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.ImmutableRequest;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Asks WireMock what is answered: in process and on one thread, so that replies are taken in order
 * of arrival. WireMock sees our {@link Front} as its HTTP server, so stubs, matching, templates and
 * its port are what its users know; delays and faults of its stubs become acts of ours.
 */
final class StubbedAnswers implements Front.Answering, AutoCloseable {
  private static final int LAST = 1_000;

  private final ScriptedModels models;
  private final WireMockServer wireMock;
  private final ExecutorService thread;
  private final CompletableFuture<StubRequestHandler> stubs = new CompletableFuture<>();

  StubbedAnswers(ScriptedModels models, IntSupplier port, String name) {
    this.models = models;
    wireMock =
        new WireMockServer(
            WireMockConfiguration.options()
                .httpServerFactory(new InProcess(port))
                .extensions(models)
                .extensionScanningEnabled(false)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .gzipDisabled(true)
                .notifier(new Silent()));
    wireMock.stubFor(
        WireMock.any(WireMock.anyUrl())
            .atPriority(LAST)
            .willReturn(WireMock.aResponse().withTransformers(ScriptedModels.NAME)));
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              var made = new Thread(task, "fake-model-server-" + name + "-answers");
              made.setDaemon(true);
              return made;
            });
  }

  WireMockServer wireMock() {
    return wireMock;
  }

  @Override
  public void answer(Connection connection, ServerCall call, HttpRequest request) {
    thread.execute(() -> connection.play(decide(call, request)));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    wireMock.stop();
    try {
      var unused = thread.awaitTermination(5, TimeUnit.SECONDS); // a stub that hangs is let go
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Act> decide(ServerCall call, HttpRequest request) {
    try {
      models.begin(call, request);
      var response = new CompletableFuture<Response>();
      stubs
          .join()
          .handle(wired(request), (asked, answered, hints) -> response.complete(answered), null);
      return acts(response.get(10, TimeUnit.SECONDS));
    } catch (Exception e) {
      call.plays("broken: " + e, 500);
      return Travel.whole(WireAnswer.of(500, "text/plain", "The fake server failed: " + e));
    }
  }

  private List<Act> acts(Response response) {
    var acts = new ArrayList<Act>();
    if (response.getInitialDelay() > 0) {
      acts.add(new Act.Pause(Duration.ofMillis(response.getInitialDelay())));
    }
    var fault = response.getFault();
    if (fault != null) {
      acts.add(
          switch (fault) {
            case CONNECTION_RESET_BY_PEER -> Act.End.RESET;
            case EMPTY_RESPONSE, MALFORMED_RESPONSE_CHUNK, RANDOM_DATA_THEN_CLOSE -> Act.End.CLOSE;
          });
      return acts;
    }
    acts.addAll(models.end(answer(response)));
    return acts;
  }

  private static WireAnswer answer(Response response) {
    var headers = new ArrayList<WireAnswer.Header>();
    for (var header : response.getHeaders().all()) {
      boolean ours = header.key().toLowerCase(Locale.ROOT).startsWith("matched-stub");
      if (!ours) {
        header.values().forEach(value -> headers.add(new WireAnswer.Header(header.key(), value)));
      }
    }
    byte[] body = response.getBody();
    return new WireAnswer(
        response.getStatus(), List.copyOf(headers), body == null ? Bytes.NONE : Bytes.of(body));
  }

  private ImmutableRequest wired(HttpRequest request) {
    var wired =
        ImmutableRequest.create()
            .withAbsoluteUrl("http://127.0.0.1:" + wireMock.port() + request.path())
            .withMethod(RequestMethod.fromString(request.method()))
            .withProtocol("HTTP/1.1")
            .withClientIp("127.0.0.1")
            .withBody(request.body().copy());
    request.headers().forEach(h -> wired.withHeader(h.name(), h.value()));
    return wired.build();
  }

  /** The front as WireMock sees it. */
  private final class InProcess implements HttpServerFactory, HttpServer {
    private final IntSupplier port;

    InProcess(IntSupplier port) {
      this.port = port;
    }

    @Override
    public HttpServer buildHttpServer(
        Options options, AdminRequestHandler admin, StubRequestHandler handler) {
      stubs.complete(handler);
      return this;
    }

    @Override
    public void start() {
      // The front is started by the fake server.
    }

    @Override
    public void stop() {
      // The front is stopped by the fake server.
    }

    @Override
    public boolean isRunning() {
      return true;
    }

    @Override
    public int port() {
      return port.getAsInt();
    }

    @Override
    public int httpsPort() {
      return -1;
    }
  }

  /** Says nothing: WireMock's own log would hold prompts. */
  private static final class Silent implements Notifier {
    @Override
    public void info(String message) {
      // Says nothing.
    }

    @Override
    public void error(String message) {
      // Says nothing.
    }

    @Override
    public void error(String message, Throwable t) {
      // Says nothing.
    }
  }
}
