package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.FaultCases.Case;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays faults through front doors against one fake server, many at a time, since most of them do
 * nothing but wait. Each has a model and a front door of its own: a dead key and an open breaker
 * are for the next call, too.
 */
final class FaultBoard {
  private static final ApiKey KEY = ApiKey.of("key-of-nobody-0123456789");

  /** What no rule may read out of an echo. */
  private static final String ECHO = "429 rate limit reached, insufficient_quota, overloaded";

  private static final Duration LIMIT = Duration.ofMillis(1_500);
  private static final Duration IDLE = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeModelServer server = FakeModelServer.start();
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final AtomicInteger models = new AtomicInteger();
  private final Map<Cell, CompletableFuture<String>> cells = new ConcurrentHashMap<>();

  private record Cell(Case played, Dialect dialect, boolean streamed) {}

  /** Plays the cases in all dialects that can; what is heavy alone, when all others are done. */
  void play(List<Case> cases) {
    cases.stream().filter(c -> !c.isHeavy()).forEach(c -> begin(c, threads));
    cells.values().forEach(CompletableFuture::join);
    cases.stream().filter(Case::isHeavy).forEach(c -> begin(c, Runnable::run));
  }

  private void begin(Case played, Executor executor) {
    for (Dialect dialect : Dialect.values()) {
      if (played.able().test(dialect)) {
        begin(new Cell(played, dialect, true), executor);
      }
      if (played.able().test(dialect) && !played.ofStreams()) {
        begin(new Cell(played, dialect, false), executor);
      }
    }
  }

  private void begin(Cell cell, Executor executor) {
    cells.put(
        cell,
        CompletableFuture.supplyAsync(() -> play(cell), executor)
            .exceptionally(problem -> "broken: " + problem)); // which no row of the table says
  }

  /** {@return what came of the case as a whole reply; {@code -} if it cannot be} */
  String whole(Case played, Dialect dialect) {
    return told(new Cell(played, dialect, false));
  }

  /** {@return what came of the case as a stream; {@code -} if it cannot be} */
  String streamed(Case played, Dialect dialect) {
    return told(new Cell(played, dialect, true));
  }

  private String told(Cell cell) {
    return Optional.ofNullable(cells.get(cell)).map(CompletableFuture::join).orElse("-");
  }

  private String play(Cell cell) {
    String model = "m" + models.incrementAndGet();
    cell.played().script().accept(server.model(model));
    Dialect dialect = cell.dialect();
    var target = ModelTarget.of(dialect.name().toLowerCase(Locale.ROOT), model);
    try (var door = door(limit(cell.played(), FailureKind.STALLED, IDLE), dialect)) {
      var listener = cell.streamed() ? DispatchListener.onText(t -> {}) : DispatchListener.none();
      ModelResult result = door.dispatcher().dispatch(target, prompt(cell.played()), listener);
      assertSent(result, server.promptCalls(model).size());
      return told(result);
    }
  }

  private static Prompt prompt(Case played) {
    return Prompt.builder(played.name().contains("echoes") ? ECHO : "hi")
        .timeout(limit(played, FailureKind.DEADLINE_EXCEEDED, LIMIT))
        .build();
  }

  /** Only who waits in vain is short of time, so that a busy machine spoils nothing. */
  private static Duration limit(Case played, FailureKind kind, Duration ifInVain) {
    return played.waitsFor(kind) ? ifInVain : PATIENCE;
  }

  private ModelDispatch door(Duration idle, Dialect dialect) {
    var builder = ModelDispatch.builder().retries(0).idleTimeout(idle);
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

  /** Closes all; no call goes on then, and none was unmatched. */
  void finish() throws InterruptedException {
    threads.shutdownNow();
    try (server) {
      server.awaitIdle(PATIENCE);
    }
    assertThat(server.unmatched()).isEmpty();
  }
}
