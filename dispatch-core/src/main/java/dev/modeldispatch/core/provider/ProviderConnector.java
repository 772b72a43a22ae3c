package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpAsk;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Json;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The plug to one provider over HTTP. Thread-safe; the transport is its own. */
public final class ProviderConnector implements ModelConnector {
  /** Where OpenAI's own service is. */
  public static final URI OPENAI = URI.create("https://api.openai.com/v1");

  /** Where Anthropic's service is. */
  public static final URI ANTHROPIC = URI.create("https://api.anthropic.com/v1");

  /** Where Gemini's service is. */
  public static final URI GEMINI = URI.create("https://generativelanguage.googleapis.com/v1beta");

  /** Where an Ollama server on this machine is. */
  public static final URI OLLAMA = URI.create("http://127.0.0.1:11434");

  private final Endpoint endpoint;
  private final HttpTransport transport;
  private final InstantSource clock;
  private final Conversations conversations = new Conversations();
  private final Set<CallSink> running = ConcurrentHashMap.newKeySet();

  private ProviderConnector(Endpoint endpoint, HttpTransport transport, InstantSource clock) {
    this.endpoint = endpoint;
    this.transport = transport;
    this.clock = clock;
  }

  /** Returns the plug to OpenAI's own service. */
  public static ProviderConnector openAi(ApiKey key, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint("openai", BaseUrl.of(OPENAI), Optional.of(key), OpenAiDialect.OPENAI),
        transport,
        clock);
  }

  /** Returns the plug to a server that speaks OpenAI's chat completions and wants no key. */
  public static ProviderConnector openAiCompatible(
      String provider, BaseUrl base, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint(provider, base, Optional.empty(), OpenAiDialect.COMPATIBLE), transport, clock);
  }

  /** Returns the plug to a server that speaks OpenAI's chat completions and wants a key. */
  public static ProviderConnector openAiCompatible(
      String provider, BaseUrl base, ApiKey key, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint(provider, base, Optional.of(key), OpenAiDialect.COMPATIBLE), transport, clock);
  }

  /** Returns the plug to OpenAI's models as Azure serves them. */
  public static ProviderConnector azure(
      BaseUrl base, ApiKey key, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint("azure", base, Optional.of(key), OpenAiDialect.AZURE), transport, clock);
  }

  /** Returns the plug to a server that speaks Anthropic's messages. */
  public static ProviderConnector anthropic(
      BaseUrl base, ApiKey key, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint("anthropic", base, Optional.of(key), new AnthropicDialect()),
        transport,
        clock);
  }

  /** Returns the plug to a server that speaks Gemini's {@code generateContent}. */
  public static ProviderConnector gemini(
      BaseUrl base, ApiKey key, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint("gemini", base, Optional.of(key), new GeminiDialect()), transport, clock);
  }

  /** Returns the plug to a server that speaks Ollama's own chat and wants no key. */
  public static ProviderConnector ollama(
      BaseUrl base, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint("ollama", base, Optional.empty(), new OllamaDialect()), transport, clock);
  }

  /** Returns the plug to a server that speaks Ollama's own chat and wants a key. */
  public static ProviderConnector ollama(
      BaseUrl base, ApiKey key, HttpTransport transport, InstantSource clock) {
    return new ProviderConnector(
        new Endpoint("ollama", base, Optional.of(key), new OllamaDialect()), transport, clock);
  }

  /** Returns the same plug, naming failures by these rules; to be used instead of this one. */
  public ProviderConnector naming(FailureRules rules) {
    return new ProviderConnector(endpoint.named(rules), transport, clock);
  }

  @Override
  public Set<String> providers() {
    return Set.of(endpoint.provider());
  }

  /**
   * They are kept in memory until the connector is closed: the 1,000 used last, and those in use,
   * each up to 8 Mi characters. What has been answered goes out again with the next prompt.
   */
  @Override
  public boolean keepsSessions() {
    return true;
  }

  @Override
  public void call(Call call) {
    if (call.isOver()) {
      return;
    }
    if (endpoint.lacksKey()) {
      call.settle(Reply.failure(keyMissing()).sent(Attempt.Sent.NO).usage(Usage.none()).build());
      return;
    }
    if (endpoint.dialect().path(call.target().model()).isEmpty()) {
      Failure none = noSuch(call.target().model());
      call.settle(Reply.failure(none).sent(Attempt.Sent.NO).usage(Usage.none()).build());
      return;
    }
    if (call.prompt().session().mode() == Session.Mode.FRESH) {
      send(call, History.none());
    } else {
      conversations.enter(call, this::send);
    }
  }

  private void send(Call call, History before) {
    var reader = new ReplyReader(endpoint, call.target(), call.prompt(), before);
    var sink = new CallSink(call, reader, transport, clock, running::remove);
    HttpAsk ask = ask(call, before, sink.streams());
    running.add(sink);
    sink.runs(transport.send(ask, sink));
    call.onAbort(sink::abort);
    if (call.isOver()) {
      sink.abort();
    }
  }

  private HttpAsk ask(Call call, History before, boolean streams) {
    var dialect = endpoint.dialect();
    String model = call.target().model();
    ObjectNode body = dialect.body(model, call.prompt(), before);
    return streams
        ? endpoint.post(dialect.streamPath(model).orElseThrow(), Json.bytes(dialect.streamed(body)))
        : endpoint.post(dialect.path(model).orElseThrow(), Json.bytes(body));
  }

  private Failure keyMissing() {
    String variable = endpoint.key().flatMap(ApiKey::variable).orElse("");
    return Failure.builder(
            FailureKind.AUTH_MISSING,
            "provider '" + endpoint.provider() + "' needs a key, and none is there.")
        .hint("Set the environment variable " + variable + ".")
        .evidence(variable + " is not set")
        .build();
  }

  private Failure noSuch(String model) {
    return Failure.builder(
            FailureKind.MODEL_NOT_FOUND,
            "provider '"
                + endpoint.provider()
                + "' can have no model "
                + Misuse.quote(model)
                + ": its ids are letters, digits, '.', '_', '-'.")
        .hint("Pick a model of its list, without a path in front.")
        .evidence("the model's id")
        .build();
  }

  private Failure closed() {
    return Failure.builder(
            FailureKind.CANCELLED,
            "the connector to provider '" + endpoint.provider() + "' was closed.")
        .evidence("closed")
        .build();
  }

  @Override
  public CompletableFuture<List<ProviderStatus>> discover(Duration limit) {
    return endpoint.lacksKey()
        ? CompletableFuture.completedFuture(
            List.of(new ProviderStatus(endpoint.provider(), List.of(), Optional.of(keyMissing()))))
        : ModelList.ask(endpoint, transport, limit);
  }

  @Override
  public boolean mayServeUnlisted(ModelTarget target) {
    return endpoint.dialect().mayServeUnlisted(target.model());
  }

  /** Ends what is running, and all conversations; the transport stays its owner's. */
  @Override
  public void close() {
    conversations.close();
    running.forEach(sink -> sink.close(closed()));
  }
}
