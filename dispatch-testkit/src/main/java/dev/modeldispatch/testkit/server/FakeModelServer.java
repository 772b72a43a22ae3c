package dev.modeldispatch.testkit.server;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A model server on a free port of 127.0.0.1 whose models do what their scripts say, and which sees
 * when a client hangs up. Talks like OpenAI, Anthropic, Gemini and Ollama, all at one port,
 * streamed if asked to; a model answers in the form in which it is asked. Thread-safe.
 *
 * <p>WireMock decides what is answered; {@link #wireMock} takes stubs for what is not covered here.
 * How an answer travels, and its faults, is the work of a small socket front of our own: one thread
 * for any number of connections. Waiting is by condition, never by sleeping.
 */
public final class FakeModelServer implements AutoCloseable {
  /** How a kind of provider talks. */
  public enum Dialect {
    /** The chat completions of OpenAI and of those who talk like it. */
    OPENAI("/v1"),
    /** Anthropic's messages. */
    ANTHROPIC("/v1"),
    /** Gemini's {@code generateContent}. */
    GEMINI("/v1beta"),
    /** Ollama's own chat. */
    OLLAMA("");

    private final String basePath;

    Dialect(String basePath) {
      this.basePath = basePath;
    }

    String basePath() {
      return basePath;
    }

    WireForm form() {
      return switch (this) {
        case OPENAI -> new OpenAiForm();
        case ANTHROPIC -> new AnthropicForm();
        case GEMINI -> new GeminiForm();
        case OLLAMA -> new OllamaForm();
      };
    }
  }

  /**
   * What a server records that passes its calls on to real ones, each a file of its own that people
   * can read. No key is kept: of headers, only those that a client acts on; keys and cookies of a
   * request are replaced wherever they stand. Of a request's texts their hashes are kept, so that
   * no prompt is in a file and a match is exact all the same; a short text can be guessed from its
   * hash. Answers are kept as they came, but for a text of the request that stands whole in them.
   */
  public sealed interface Recording permits RecordingPlan {
    /** Names who is asked in this dialect, by the address that its clients are given. */
    Recording from(Dialect dialect, URI base);

    /** Keeps this out of the files, too: what is secret and not sent as a key, 8 characters. */
    Recording secret(String value);

    /** Keeps the texts of requests in place of their hashes. */
    Recording keepPrompts();

    /** Keeps the ids that the real server gave to requests. */
    Recording keepRequestIds();

    /** Starts the server. */
    FakeModelServer start();
  }

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Journal journal = new Journal();
  private final ScriptedModels models;
  private final StubbedAnswers answers;
  private final Optional<Replay> replay;
  private final Optional<Recorder> recorder;
  private final Front front;

  private FakeModelServer(Optional<Replay> replay, Optional<RecordingPlan> plan)
      throws IOException {
    String name = Integer.toString(STARTED.incrementAndGet());
    this.replay = replay;
    recorder = plan.map(recorded -> new Recorder(recorded, journal, name));
    models = new ScriptedModels(journal, replay);
    front = new Front(journal, this::answer, name);
    answers = new StubbedAnswers(models, front::port, name);
  }

  /** Starts a server. */
  public static FakeModelServer start() {
    return start(Optional.empty(), Optional.empty());
  }

  /** Begins a recording into this folder, which holds none yet; it need not be there. */
  public static Recording record(Path folder) {
    return new RecordingPlan(folder);
  }

  /**
   * Starts a server that says what was recorded in this folder. A call gets the next recording of
   * its model, each once, if it asks the same: method, path, body. Else it fails, and so does
   * {@link #assertClean}, with what was asked and the recording that is nearest. Refused with file
   * and line if one is broken.
   */
  public static FakeModelServer replay(Path folder) {
    return start(Optional.of(Replay.of(folder)), Optional.empty());
  }

  static FakeModelServer start(RecordingPlan plan) {
    return start(Optional.empty(), Optional.of(plan));
  }

  private static FakeModelServer start(Optional<Replay> replay, Optional<RecordingPlan> plan) {
    try {
      var server = new FakeModelServer(replay, plan);
      server.front.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("No port for a fake model server.", e);
    }
  }

  /** Returns the kinds that {@link ModelScript#fails(FailureKind)} plays in this dialect. */
  public static Set<FailureKind> errorKinds(Dialect dialect) {
    return dialect.form().errors().kinds();
  }

  private void answer(Connection connection, ServerCall call, HttpRequest request) {
    recorder.map(Front.Answering.class::cast).orElse(answers).answer(connection, call, request);
  }

  /** {@return the base URI for OpenAI's clients, for example {@code http://127.0.0.1:40123/v1}} */
  public URI baseUri() {
    return uri(Dialect.OPENAI);
  }

  /** {@return the base URI for Anthropic's clients, which ends with {@code /v1}} */
  public URI anthropicUri() {
    return uri(Dialect.ANTHROPIC);
  }

  /** {@return the base URI for Gemini's clients, which ends with {@code /v1beta}} */
  public URI geminiUri() {
    return uri(Dialect.GEMINI);
  }

  /** {@return the address for Ollama's clients, without a path} */
  public URI ollamaUri() {
    return uri(Dialect.OLLAMA);
  }

  /** Returns the base URI for the clients of this dialect. */
  public URI uri(Dialect dialect) {
    return URI.create("http://127.0.0.1:" + front.port() + dialect.basePath);
  }

  /** Returns the script of the model with this name; a model without a behaviour is unknown. */
  public ModelScript model(String name) {
    Misuse.check("model " + Misuse.quote(name))
        .unless(recorder.isEmpty(), () -> "this server records what real models say")
        .unless(replay.isEmpty(), () -> "this server says what was recorded, and nothing else")
        .orThrow();
    return models.script(name);
  }

  /** {@return the WireMock that decides; its stubs win over the scripts} */
  public WireMockServer wireMock() {
    Misuse.check("wireMock()")
        .unless(recorder.isEmpty(), () -> "this server records, so that nothing is stubbed")
        .orThrow();
    return answers.wireMock();
  }

  /** Refuses new connections from now on; those that are open stay. */
  public void refuseConnections() {
    front.refuse();
  }

  /** Takes connections again, at the same port. */
  public void acceptConnections() {
    front.accept();
  }

  /** {@return the latest 10,000 calls in order of arrival, whole or not} */
  public List<ServerCall> calls() {
    return journal.calls();
  }

  /** {@return the whole requests that carried a prompt, the latest 10,000, in order of arrival} */
  public List<ServerCall> promptCalls() {
    return calls().stream().filter(ServerCall::isPrompt).toList();
  }

  /** Returns the whole requests that carried a prompt to this model, in order of arrival. */
  public List<ServerCall> promptCalls(String model) {
    return promptCalls().stream()
        .filter(call -> call.model().filter(model::equals).isPresent())
        .toList();
  }

  /** {@return how many whole requests carried a prompt} */
  public int promptRequests() {
    return journal.prompts();
  }

  /** {@return how many connections were ever accepted} */
  public int acceptedConnections() {
    return journal.accepted();
  }

  /** {@return how many connections are open} */
  public int openConnections() {
    return journal.open();
  }

  /**
   * {@return the requests that neither a script nor a stub knew, or that a script cannot answer}
   */
  public List<String> unmatched() {
    return Stream.concat(journal.unmatched().stream(), journal.impossible().stream()).toList();
  }

  /** {@return the recordings that were not played, by the names of their files} */
  public List<String> unplayed() {
    return replay.map(Replay::unplayed).orElse(List.of());
  }

  /** Waits until this many whole requests have carried a prompt, and returns them. */
  public List<ServerCall> awaitRequests(int count, Duration limit) throws InterruptedException {
    journal.await(
        () -> journal.prompts() >= count,
        limit,
        () -> journal.prompts() + " of " + count + " prompt requests came");
    return promptCalls();
  }

  /**
   * Waits until a client hung up on a call to this model before its reply was whole. Refused for
   * one that is neither scripted, where others are, nor was asked.
   */
  public ServerCall awaitClientClose(String model, Duration limit) throws InterruptedException {
    var scripted = models.scripted();
    Misuse.check("awaitClientClose")
        .unless(
            scripted.isEmpty() || scripted.contains(model) || !promptCalls(model).isEmpty(),
            () ->
                "no model is called "
                    + Misuse.quote(model)
                    + "; scripted are "
                    + new TreeSet<>(scripted))
        .orThrow();
    journal.await(
        () -> clientClosed(model).isPresent(),
        limit,
        () -> "no client hung up on a call to " + Misuse.quote(model));
    return clientClosed(model).orElseThrow();
  }

  private Optional<ServerCall> clientClosed(String model) {
    return promptCalls(model).stream()
        .filter(call -> call.clientClosedAt().isPresent())
        .findFirst();
  }

  /** Waits until no call goes on: each was answered or closed by either side. */
  public void awaitIdle(Duration limit) throws InterruptedException {
    journal.await(
        () -> journal.unfinished().isEmpty(),
        limit,
        () -> journal.unfinished().size() + " calls still go on");
  }

  /** Waits until no connection is open, idle ones included. */
  public void awaitAllClosed(Duration limit) throws InterruptedException {
    journal.await(
        () -> journal.open() == 0, limit, () -> journal.open() + " connections are still open");
  }

  /** Fails if a request was unmatched, or if a call still goes on. */
  public void assertClean() {
    List<String> problems = new ArrayList<>();
    journal
        .unmatched()
        .forEach(
            what ->
                problems.add(
                    "unmatched: "
                        + Misuse.quote(what)
                        + "; script it with model(..), or stub it with wireMock()"));
    problems.addAll(journal.impossible());
    journal.unfinished().forEach(call -> problems.add("still going on: " + call));
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /** {@return the journal with the bodies of the requests; keys stay out} */
  public String journalWithBodies() {
    return journal.dumpWithBodies();
  }

  /** Closes all connections, stops, and leaves no thread. Closing twice is fine. */
  @Override
  public void close() {
    front.close(); // first, so that no call comes to a recorder that is closed
    recorder.ifPresent(Recorder::close);
    answers.close();
  }

  @Override
  public String toString() {
    return "FakeModelServer[" + baseUri() + "]" + journal.dump();
  }
}
