package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.FaultCases.Case;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays faults through front doors against one fake server, many at a time, since most of them do
 * nothing but wait. Each has a model and a front door of its own: a dead key and an open breaker
 * are for the next call, too.
 */
final class FaultBoard implements AutoCloseable {
  private static final ApiKey KEY = ApiKey.of("key-of-nobody-0123456789");

  /** What no rule may read out of an echo. */
  private static final Prompt PROMPT =
      Prompt.builder("429 rate limit reached, insufficient_quota, credit balance, overloaded")
          .timeout(Duration.ofMillis(1_500))
          .build();

  private final FakeModelServer server = FakeModelServer.start();
  private final ExecutorService threads = Executors.newFixedThreadPool(12);
  private final AtomicInteger models = new AtomicInteger();
  private final Map<Case, Map<Dialect, CompletableFuture<String>>> whole =
      new ConcurrentHashMap<>();
  private final Map<Case, Map<Dialect, CompletableFuture<String>>> streamed =
      new ConcurrentHashMap<>();

  /** Begins to play the case in all dialects that can. */
  void begin(Case played) {
    whole.put(played, new EnumMap<>(Dialect.class));
    streamed.put(played, new EnumMap<>(Dialect.class));
    for (Dialect dialect : Dialect.values()) {
      if (played.able().test(dialect)) {
        begin(played, dialect);
      }
    }
  }

  private void begin(Case played, Dialect dialect) {
    streamed
        .get(played)
        .put(dialect, CompletableFuture.supplyAsync(() -> play(played, dialect, true), threads));
    if (!played.ofStreams()) {
      whole
          .get(played)
          .put(dialect, CompletableFuture.supplyAsync(() -> play(played, dialect, false), threads));
    }
  }

  /** {@return what came of the case as a whole reply; {@code -} if it cannot be} */
  String whole(Case played, Dialect dialect) {
    return told(whole.get(played), dialect);
  }

  /** {@return what came of the case as a stream; {@code -} if it cannot be} */
  String streamed(Case played, Dialect dialect) {
    return told(streamed.get(played), dialect);
  }

  private static String told(Map<Dialect, CompletableFuture<String>> all, Dialect dialect) {
    var future = all.get(dialect);
    return future == null ? "-" : future.join();
  }

  private String play(Case played, Dialect dialect, boolean stream) {
    String model = "m" + models.incrementAndGet();
    played.script().accept(server.model(model));
    var target = ModelTarget.of(dialect.name().toLowerCase(Locale.ROOT), model);
    try (var door = door(dialect)) {
      var listener = stream ? DispatchListener.onText(text -> {}) : DispatchListener.none();
      ModelResult result = door.dispatcher().dispatch(target, PROMPT, listener);
      assertSent(result, server.promptCalls(model).size());
      return told(result);
    }
  }

  private ModelDispatch door(Dialect dialect) {
    var builder = ModelDispatch.builder().retries(0).idleTimeout(Duration.ofMillis(300));
    return switch (dialect) {
      case OPENAI -> builder.openaiCompatible("openai", server.baseUri(), KEY).build();
      case ANTHROPIC -> builder.anthropic(KEY, server.anthropicUri()).build();
      case GEMINI -> builder.gemini(KEY, server.geminiUri()).build();
      case OLLAMA -> builder.ollama(server.ollamaUri()).build();
    };
  }

  /** No hidden sends: what is told is what went over the wire. */
  private static void assertSent(ModelResult result, int requests) {
    assertThat(result.attempts()).hasSize(1);
    boolean surely = result.attempts().get(0).sent() == Attempt.Sent.YES;
    assertThat(requests).isBetween(surely ? 1 : 0, 1);
  }

  private static String told(ModelResult result) {
    Attempt.Sent sent = result.attempts().get(0).sent();
    return result.fold(
        answer -> {
          assertThat(answer.text().strip()).isIn("All is well.", "```json\nAll is well.\n```");
          return answer.completeness().name().toLowerCase(Locale.ROOT);
        },
        none ->
            told(none.failure())
                + (sent == Attempt.Sent.YES ? "" : " " + sent.name().toLowerCase(Locale.ROOT))
                + none.partialText()
                    .filter(text -> !text.isEmpty())
                    .map(t -> " + text")
                    .orElse(""));
  }

  private static String told(Failure failure) {
    var status = failure.httpStatus();
    return failure.kind().code()
        + (status.isPresent() ? " " + status.getAsInt() : "")
        + (failure.retryable() ? " retryable" : "")
        + failure.retryAfter().map(wait -> " " + wait).orElse("");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.close();
    assertThat(server.unmatched()).isEmpty();
  }
}
