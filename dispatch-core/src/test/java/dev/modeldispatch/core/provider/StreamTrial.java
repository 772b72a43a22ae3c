package dev.modeldispatch.core.provider;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.Wholes;
import dev.modeldispatch.testkit.VirtualTime;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream that is fed by hand, without a socket: what is told, and what becomes of the call and
 * of the exchange.
 */
final class StreamTrial implements ReplyStream.Owner {
  private static final BaseUrl BASE = BaseUrl.of(URI.create("https://p.example/v1"));
  private static final ModelTarget TARGET = ModelTarget.of("p", "m");
  private static final Prompt PROMPT = Prompt.of("Say something.");

  private static final Map<String, HttpHeaders> HEADERS = new ConcurrentHashMap<>();

  final VirtualTime time = new VirtualTime();
  final List<String> log = new ArrayList<>();
  private final StringBuilder answer = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final ReplyStream stream;
  private @Nullable Reply reply;
  private int settles;
  private Optional<Runnable> held = Optional.empty();
  boolean holdsReading;

  StreamTrial(Dialect dialect, String contentType) {
    this(dialect, contentType, HttpLimits.STANDARD.maxResponseBytes());
  }

  StreamTrial(Dialect dialect, String contentType, int maxBytes) {
    var reader =
        new ReplyReader(new Endpoint("p", BASE, Optional.empty(), dialect), TARGET, PROMPT);
    var call = new Heard();
    var body =
        new StreamBody(
            reader,
            HEADERS.computeIfAbsent(contentType, StreamTrial::headers),
            maxBytes,
            time,
            new Told(call));
    stream = new ReplyStream(body, call, time, this);
  }

  private static HttpHeaders headers(String contentType) {
    Map<String, List<String>> type =
        contentType.isEmpty() ? Map.of() : Map.of("Content-Type", List.of(contentType));
    return HttpHeaders.of(type, (name, value) -> true);
  }

  static StreamTrial of(Recording recording) {
    return new StreamTrial(recording.dialect(), recording.contentType());
  }

  boolean feed(String text) {
    return feed(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean feed(byte[] bytes) {
    return feed(bytes, 0, bytes.length);
  }

  boolean feed(byte[] bytes, int from, int to) {
    boolean content = stream.read(ByteBuffer.wrap(bytes, from, to - from));
    stream.whenRead(() -> {});
    return content;
  }

  /** The reply's body ends in order. */
  StreamTrial ends() {
    stream.ended(Wholes.of(200, Map.of(), ""));
    return this;
  }

  /** The connection is lost. */
  StreamTrial breaks() {
    var lost = Failure.builder(FailureKind.CONNECTION_LOST, "p broke off its reply.").build();
    stream.ended(new HttpEnd.Broken(lost, Attempt.Sent.YES));
    return this;
  }

  void readOn() {
    holdsReading = false;
    held.ifPresent(Runnable::run);
  }

  boolean isSettled() {
    return reply != null;
  }

  int settles() {
    return settles;
  }

  String toldAnswer() {
    return answer.toString();
  }

  String toldReasoning() {
    return reasoning.toString();
  }

  Reply reply() {
    if (reply == null) {
      throw new AssertionError("not settled; told '" + answer + "'");
    }
    return reply;
  }

  /** {@return all that a user sees of the reply} */
  List<Object> outcome() {
    Reply is = reply();
    return List.of(
        is.answer(),
        is.partialText(),
        is.completeness(),
        is.usage(),
        is.sent(),
        is.failure().map(f -> f.kind() + f.message() + f.evidence() + f.httpStatus()));
  }

  @Override
  public void marked(Reply made) {
    settle(made, "marked");
  }

  @Override
  public void broke(Reply made) {
    settle(made, "broke");
  }

  @Override
  public void ended(Reply made) {
    settle(made, "ended");
  }

  private void settle(Reply made, String how) {
    settles++;
    reply = made;
    log.add(how);
  }

  @Override
  public void abort() {
    log.add("aborted");
  }

  /** The call, as who reads its text. */
  private final class Heard implements Call {
    @Override
    public ModelTarget target() {
      return TARGET;
    }

    @Override
    public Prompt prompt() {
      return PROMPT;
    }

    @Override
    public void whenSettled(Consumer<ModelResult> follower) {
      // Nobody follows.
    }

    @Override
    public Duration remaining() {
      return Duration.ofMinutes(2);
    }

    @Override
    public void onAbort(Runnable abort) {
      throw new AssertionError("the stream has no business with it");
    }

    @Override
    public boolean isOver() {
      return reply != null;
    }

    @Override
    public void sending() {}

    @Override
    public void whenRead(Runnable readOn) {
      if (holdsReading) {
        held = Optional.of(readOn);
      } else {
        readOn.run();
      }
    }

    @Override
    public void text(DispatchEvent.Text.Kind kind, String piece) {
      if (reply != null) {
        throw new AssertionError("told after the end: " + piece);
      }
      (kind == Kind.ANSWER ? answer : reasoning).append(piece);
      log.add(kind + " " + piece);
    }

    @Override
    public boolean settle(Reply end) {
      throw new AssertionError("its owner settles");
    }
  }
}
