package dev.modeldispatch.core.aimock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.Answered;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.answer.Answers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every connector through the front door against a fake that we did not write, so that our decoders
 * and our own fake cannot share one mistake. What it answers stands in {@code fixtures.json}.
 */
@Tag("aimock")
@ExtendWith(WithAimock.class)
@Timeout(60)
class AimockTest {
  record Verdict(boolean approve, String reason) {}

  private static final AnswerFormat<Verdict> VERDICT = Answers.of(Verdict.class);
  private static final String PLAIN =
      "The sky is blue because of Rayleigh scattering, they say in München.";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Queue<DispatchEvent.Text> told = new ConcurrentLinkedQueue<>();
  private final DispatchListener listener =
      event -> {
        if (event instanceof DispatchEvent.Text text) {
          told.add(text);
        }
      };

  @ParameterizedTest
  @EnumSource
  void plainAnswerComesWithItsUsage(Peer peer) {
    ModelResult result = ask(peer, "case-plain");

    assertThat(result.orElseThrow().text()).isEqualTo(PLAIN);
    assertThat(result.orElseThrow().completeness()).isEqualTo(Answered.Completeness.COMPLETE);
    assertUsage(peer, result);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void streamedTextIsTheAnswerInOrder(Peer peer) {
    ModelResult result = stream(peer, "case-plain");

    assertThat(result.orElseThrow().text()).isEqualTo(PLAIN);
    assertThat(result.orElseThrow().completeness()).isEqualTo(Answered.Completeness.COMPLETE);
    assertThat(told).hasSizeGreaterThan(2);
    assertThat(told(DispatchEvent.Text.Kind.ANSWER)).isEqualTo(PLAIN);
    assertUsage(peer, result);
  }

  /** It counts nothing as Ollama. */
  private static void assertUsage(Peer peer, ModelResult result) {
    boolean counts = peer != Peer.OLLAMA;
    assertThat(result.usage().inputTokens()).isEqualTo(counts ? 11 : 0);
    assertThat(result.usage().outputTokens()).isEqualTo(counts ? 7 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void thoughtsAreApart(Peer peer) {
    ModelResult whole = ask(peer, "case-thoughts");
    ModelResult streamed = stream(peer, "case-thoughts");

    assertThat(whole.orElseThrow().text()).isEqualTo("Blue, I think.");
    assertThat(streamed.orElseThrow().text()).isEqualTo("Blue, I think.");
    assertThat(told(DispatchEvent.Text.Kind.ANSWER)).isEqualTo("Blue, I think.");
    // As Ollama it has a name for thoughts that Ollama itself has not.
    assertThat(told(DispatchEvent.Text.Kind.REASONING))
        .isEqualTo(peer == Peer.OLLAMA ? "" : "Let me think about this sky first.");
  }

  @ParameterizedTest
  @EnumSource
  void systemPromptIsUnderstood(Peer peer) {
    var prompt = Prompt.builder("case-system").system("Answer like a pirate.").build();

    assertThat(ask(peer, prompt).orElseThrow().text()).isEqualTo("Arr, blue.");
  }

  @ParameterizedTest
  @EnumSource
  void secondTurnHasTheFirstBeforeIt(Peer peer) {
    try (var models = peer.builder(Peer.KEY).build()) {
      var first = Prompt.builder("case-first").session(Session.kept()).build();
      ModelResult greeted = models.ask(peer.target().toString(), first);
      var second = Prompt.builder("case-second").session(greeted.session().orElseThrow()).build();

      assertThat(models.ask(peer.target().toString(), second).orElseThrow().text())
          .isEqualTo("You asked before.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void structuredAnswerIsTheRecord(Peer peer) {
    try (var models = peer.builder(Peer.KEY).build()) {
      Verdict verdict = models.ask(peer.target().toString(), VERDICT, "case-json");

      assertThat(verdict).isEqualTo(new Verdict(true, "It is fine."));
    }
  }

  /** As Gemini it has no list. */
  @ParameterizedTest
  @EnumSource
  void modelsAreListed(Peer peer) {
    try (var models = peer.builder(Peer.KEY).build()) {
      ProviderStatus status = models.directory().models().get(0);

      assertThat(status.failure().map(Failure::kind).isPresent()).isEqualTo(peer == Peer.GEMINI);
      assertThat(status.models().stream().map(ProviderStatus.Model::id))
          .containsExactlyInAnyOrder(
              peer == Peer.GEMINI
                  ? new String[0]
                  : new String[] {"m-openai", "m-anthropic", "m-gemini", "m-ollama"});
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyThatTheServerDoesNotKnowIsRejected(Peer peer) {
    try (var models = peer.builder(ApiKey.of("wrong-key-0123456789")).build()) {
      ModelResult result = models.ask(peer.target().toString(), "case-plain");

      assertThat(failure(result).kind()).isEqualTo(FailureKind.AUTH_REJECTED);
      assertThat(failure(result).httpStatus()).hasValue(401);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rejectedKeyIsNamed(Peer peer) {
    assertFails(peer, "case-401", FailureKind.AUTH_REJECTED, false);
  }

  @ParameterizedTest
  @EnumSource
  void unknownModelIsNamed(Peer peer) {
    assertFails(peer, "case-404", FailureKind.MODEL_NOT_FOUND, false);
  }

  @ParameterizedTest
  @EnumSource
  void limitIsNamedWithItsWait(Peer peer) {
    assertFails(peer, "case-429", FailureKind.RATE_LIMITED, true);

    assertThat(failure(ask(peer, "case-429")).retryAfter()).contains(Duration.ofSeconds(33));
  }

  @ParameterizedTest
  @EnumSource
  void limitThatPassesIsWaitedFor(Peer peer) {
    try (var models = peer.builder(Peer.KEY).retries(1).build()) {
      ModelResult result = models.ask(peer.target().toString(), "case-passing-limit");

      assertThat(result.orElseThrow().text()).isEqualTo("At last.");
      assertThat(result.attempts()).hasSize(2);
      assertThat(result.elapsed()).isGreaterThan(Duration.ofMillis(990));
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverErrorIsNamed(Peer peer) {
    assertFails(peer, "case-500", FailureKind.SERVER_ERROR, true);
  }

  /** As Ollama it has no word for a cut. */
  @ParameterizedTest
  @EnumSource
  void answerCutAtALimitIsNone(Peer peer) {
    for (ModelResult result : List.of(ask(peer, "case-length"), stream(peer, "case-length"))) {
      if (peer == Peer.OLLAMA) {
        assertThat(result.isAnswered()).isTrue();
      } else {
        assertThat(failure(result).kind()).isEqualTo(FailureKind.OUTPUT_TRUNCATED);
        assertThat(result.unanswered().orElseThrow().partialText()).contains("Cut at the");
      }
    }
  }

  /** As Gemini it ends with a word that Gemini itself has not. */
  @ParameterizedTest
  @EnumSource
  void toolCallIsNoAnswer(Peer peer) {
    var expected = peer == Peer.GEMINI ? FailureKind.OUTPUT_TRUNCATED : FailureKind.TOOL_DENIED;

    assertThat(failure(ask(peer, "case-tool")).kind()).isEqualTo(expected);
    assertThat(failure(stream(peer, "case-tool")).kind()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void streamCutInTheMiddleKeepsWhatCame(Peer peer) {
    assertCut(stream(peer, "case-cut"));
  }

  @ParameterizedTest
  @EnumSource
  void serverThatHangsUpInTheMiddleIsToldSo(Peer peer) {
    assertCut(stream(peer, "case-gone"));
  }

  private void assertCut(ModelResult result) {
    assertThat(failure(result).kind())
        .isIn(FailureKind.CONNECTION_LOST, FailureKind.OUTPUT_TRUNCATED);
    String partial = result.unanswered().orElseThrow().partialText().orElse("");
    assertThat(partial).isEqualTo(told(DispatchEvent.Text.Kind.ANSWER)).isNotEmpty();
    assertThat("One two three four five six seven eight nine ten eleven twelve thirteen")
        .startsWith(partial);
    assertThat(result.unanswered().orElseThrow().maybeProcessed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void slowStreamIsToldAsItComes(Peer peer) {
    ModelResult result = stream(peer, "case-slow");

    assertThat(result.orElseThrow().text()).isEqualTo(told(DispatchEvent.Text.Kind.ANSWER));
    var times = told.stream().map(DispatchEvent.Text::at).toList();
    assertThat(times).isSorted().hasSizeGreaterThan(3);
    assertThat(times.get(0)).isGreaterThan(Duration.ofMillis(200));
    assertThat(times.get(times.size() - 1).minus(times.get(0)))
        .isGreaterThan(Duration.ofMillis(80));
  }

  @ParameterizedTest
  @EnumSource
  void cancelInTheMiddleClosesTheSocket(Peer peer) throws Exception {
    int port = WithAimock.address().orElseThrow().getPort();
    await().atMost(SOON).until(() -> Sockets.open(port) == 0);
    var begun = new CountDownLatch(1);
    try (var models = peer.builder(Peer.KEY).build()) {
      var settled = new ConcurrentLinkedQueue<ModelResult>();
      var future =
          models
              .dispatcher()
              .dispatchAsync(
                  peer.target(),
                  Prompt.of("case-slow"),
                  DispatchListener.onText(text -> begun.countDown())
                      .andThen(DispatchListener.onSettled(settled::add)));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(Sockets.open(port)).isEqualTo(1);

      future.cancel(true);

      await().atMost(Duration.ofMillis(500)).until(() -> Sockets.open(port) == 0);
      await().atMost(SOON).until(() -> !settled.isEmpty());
      assertThat(settled.peek()).isInstanceOf(Cancelled.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void silentServerEndsWithTheDeadline(Peer peer) {
    var prompt = Prompt.builder("case-endless").timeout(Duration.ofMillis(700)).build();

    ModelResult result = stream(peer, prompt);

    assertThat(failure(result).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
    assertThat(result.elapsed()).isLessThan(Duration.ofMillis(950));
  }

  @ParameterizedTest
  @EnumSource
  void garbageIsMalformed(Peer peer) {
    assertFails(peer, "case-garbage", FailureKind.MALFORMED_RESPONSE, false);
    assertThat(failure(stream(peer, "case-garbage")).kind())
        .isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  @ParameterizedTest
  @EnumSource
  void hangUpInPlaceOfAReplyIsLost(Peer peer) {
    assertFails(peer, "case-hang-up", FailureKind.CONNECTION_LOST, true);
  }

  @ParameterizedTest
  @EnumSource
  void manyAtOnceAnswer(Peer peer) {
    var targets = Collections.nCopies(50, peer.target());
    try (var models = peer.builder(Peer.KEY).build()) {
      BatchResult batch = models.batch().dispatch(targets, "case-plain");

      assertThat(batch.answers()).hasSize(50).allMatch(answer -> answer.text().equals(PLAIN));
    }
  }

  /** All of them behind one front door. */
  @ParameterizedTest
  @EnumSource
  void answersBesideTheOthers(Peer peer) {
    var builder = ModelDispatch.builder().retries(0);
    Arrays.stream(Peer.values()).forEach(each -> each.connect(builder, Peer.KEY));
    try (var models = builder.build()) {
      assertThat(models.ask(peer.target().toString(), "case-plain").orElseThrow().text())
          .isEqualTo(PLAIN);
    }
  }

  private void assertFails(Peer peer, String text, FailureKind kind, boolean retryable) {
    Failure failure = failure(ask(peer, text));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryable()).isEqualTo(retryable);
  }

  private static Failure failure(ModelResult result) {
    return result.unanswered().orElseThrow().failure();
  }

  private static ModelResult ask(Peer peer, String text) {
    return ask(peer, Prompt.of(text));
  }

  private static ModelResult ask(Peer peer, Prompt prompt) {
    try (var models = peer.builder(Peer.KEY).build()) {
      return models.dispatcher().dispatch(peer.target(), prompt);
    }
  }

  private ModelResult stream(Peer peer, String text) {
    return stream(peer, Prompt.of(text));
  }

  private ModelResult stream(Peer peer, Prompt prompt) {
    try (var models = peer.builder(Peer.KEY).build()) {
      return models.dispatcher().dispatch(peer.target(), prompt, listener);
    }
  }

  private String told(DispatchEvent.Text.Kind kind) {
    return told.stream()
        .filter(text -> text.kind() == kind)
        .map(DispatchEvent.Text::text)
        .collect(Collectors.joining());
  }
}
