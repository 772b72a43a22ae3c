package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.RecordingListener;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a dispatch over an opencode server comes to, the same for the fake and the real one. After
 * each test no session is left, and no model works.
 */
@Timeout(120)
abstract class OpencodeContract {
  private static final Duration CLEAN_WITHIN = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofMillis(250);
  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}},"
          + "\"required\":[\"answer\"]}";

  private final RecordingListener heard = new RecordingListener();
  private @Nullable ModelDispatch opened;

  /** {@return the world of this test} */
  abstract OpencodeWorld world();

  @AfterEach
  void leavesNothing() throws Exception {
    if (opened != null) {
      opened.close();
    }
    await().atMost(CLEAN_WITHIN).until(() -> world().sessions().isEmpty());
    world().awaitRest(CLEAN_WITHIN);
  }

  @Test
  void aModelAnswers() {
    var target = world().answers("Because of Rayleigh scattering.");

    ModelResult result = ask(target, prompt().build());

    assertThat(result.orElseThrow().text()).isEqualTo("Because of Rayleigh scattering.");
    assertThat(result.session()).isEmpty();
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void usageAndCostAreTold() {
    var told =
        new Usage(10, 8, 5, 4, 0, Usage.Certainty.EXACT, Optional.of(new BigDecimal("0.000022")));
    var target = world().answers("blue", told);

    Usage usage = ask(target, prompt().build()).usage();

    assertThat(usage.inputTokens()).isEqualTo(10);
    assertThat(usage.outputTokens()).isEqualTo(8);
    assertThat(usage.reasoningTokens()).isEqualTo(5);
    assertThat(usage.cacheReadTokens()).isEqualTo(4);
    assertThat(usage.costUsd().orElseThrow()).isPositive();
  }

  @Test
  void aStructuredAnswerIsTheText() {
    var target = world().structures("{\"answer\":\"42\"}");

    ModelResult result = ask(target, prompt().jsonSchema(SCHEMA).build());

    assertThat(result.orElseThrow().text()).isEqualTo("{\"answer\":\"42\"}");
  }

  @Test
  void plainTextIsNoStructuredAnswer() {
    var target = world().answers("forty-two");

    ModelResult result = ask(target, prompt().jsonSchema(SCHEMA).build());

    assertThat(kind(result)).isEqualTo(FailureKind.STRUCTURED_OUTPUT);
  }

  @Test
  void theStreamedTextIsTheAnswerAndThoughtsAreApart() throws Exception {
    var target = world().reasons("let me think about it", "Because of Rayleigh scattering.");

    ModelResult result = ask(target, prompt().build());
    heard.awaitSettled(PATIENT);

    assertThat(told(Kind.ANSWER)).isEqualTo(result.orElseThrow().text());
    assertThat(told(Kind.REASONING)).isEqualTo("let me think about it");
  }

  @Test
  void anUnknownProviderIsNotConnected() {
    world().answers("never");

    ModelResult result = ask(world().unknownProvider(), prompt().build());

    assertThat(kind(result)).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(failure(result).message()).contains("fake");
  }

  @Test
  void anUnknownModelIsNotFound() {
    assertThat(kind(ask(world().unknownModel(), prompt().build())))
        .isEqualTo(FailureKind.MODEL_NOT_FOUND);
  }

  @Test
  void aWrongKeyIsRejected() {
    assertThat(kind(ask(world().fails(FailureKind.AUTH_REJECTED), prompt().build())))
        .isEqualTo(FailureKind.AUTH_REJECTED);
  }

  @Test
  void aFullContextIsToldAsSuch() {
    assertThat(kind(ask(world().fails(FailureKind.CONTEXT_OVERFLOW), prompt().build())))
        .isEqualTo(FailureKind.CONTEXT_OVERFLOW);
  }

  @Test
  void aLimitThatPassesIsWaitedFor() {
    var target = world().limitedOnce(Duration.ofSeconds(1), "Well, then.");

    assertThat(ask(target, prompt().build()).orElseThrow().text()).isEqualTo("Well, then.");
  }

  @Test
  void aLimitOfAnHourEndsTheDispatchAtOnce() {
    ModelResult result =
        ask(world().fails(FailureKind.RATE_LIMITED), prompt().timeout(PATIENT).build());

    assertThat(kind(result)).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(20));
    assertThat(failure(result).retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(50));
  }

  @Test
  void aProviderThatKeepsFailingEndsTheDispatchBeforeTheDeadline() {
    var limit = Duration.ofSeconds(10);

    ModelResult result =
        ask(world().fails(FailureKind.SERVER_ERROR), prompt().timeout(limit).build());

    assertThat(kind(result)).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(result.elapsed()).isLessThan(limit);
  }

  @Test
  void answersWithoutFinishReasonEndTheLoop() {
    ModelResult result = ask(world().withoutFinishReason(), prompt().build());

    assertThat(kind(result)).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aSilentModelTimesOut() {
    var limit = Duration.ofSeconds(4);

    ModelResult result = ask(world().silent(), prompt().timeout(limit).build());

    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(result.elapsed()).isBetween(limit.minusMillis(1), limit.plus(GRACE));
  }

  @Test
  void aWishForPermissionIsRejectedAndTheToolDenied() throws Exception {
    var options = world().options().agent(world().askingAgent()).build();
    var models = open(options);
    var prompt = prompt().session(world().sessionThatAsks()).timeout(PATIENT).build();

    ModelResult result = models.dispatcher().dispatch(world().wantsTool(), prompt);

    assertThat(kind(result)).isEqualTo(FailureKind.TOOL_DENIED);
    assertThat(result.elapsed()).isLessThan(PATIENT);
  }

  @Test
  void aCancelMidAnswerEndsTheWork() throws Exception {
    var target = world().stallsIn("Because of Rayleigh scattering.");
    var running =
        models().dispatcher().dispatchAsync(target, prompt().timeout(PATIENT).build(), heard);
    await().atMost(PATIENT).until(() -> !heard.events(DispatchEvent.Text.class).isEmpty());

    running.cancel(true);
    ModelResult result = heard.awaitSettled(CLEAN_WITHIN);

    assertThat(result).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) result).partialText()).contains(told(Kind.ANSWER));
  }

  @Test
  void aKeptSessionGoesOnAndIsClosedByTheLast() throws Exception {
    var one = world().answers("one");
    var two = world().answers("two");
    var three = world().answers("three");

    var kept = ask(one, prompt().session(Session.kept()).build());
    assertThat(world().sessions()).hasSize(1);
    var next = ask(two, prompt().session(session(kept)).build());
    var last = ask(three, prompt().session(closing(next)).build());

    assertThat(session(next)).isEqualTo(session(kept));
    assertThat(last.orElseThrow().text()).isEqualTo("three");
  }

  @Test
  void aSessionIsKeptWhenItsPromptFails() {
    var failing = world().fails(FailureKind.AUTH_REJECTED);
    var answering = world().answers("two");

    var kept = ask(failing, prompt().session(Session.kept()).build());
    var last = ask(answering, prompt().session(closing(kept)).build());

    assertThat(kind(kept)).isEqualTo(FailureKind.AUTH_REJECTED);
    assertThat(last.orElseThrow().text()).isEqualTo("two");
  }

  @Test
  void oneProviderThatIsNotConnectedFailsItsOwnSlotOnly() {
    var targets =
        List.of(world().answers("one"), world().unknownProvider(), world().answers("three"));

    BatchResult result = models().batch().dispatch(BatchRequest.of(targets, "hi"));

    assertThat(result.results().get(0).orElseThrow().text()).isEqualTo("one");
    assertThat(kind(result.results().get(1))).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(result.results().get(2).orElseThrow().text()).isEqualTo("three");
  }

  @Test
  void manyAtOnceEachGetTheirOwnAnswer() {
    int many = Integer.getInteger("dispatch.opencode.parallel", 20);
    List<ModelTarget> targets = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      targets.add(world().answers("answer " + i));
    }

    BatchResult result = models().batch().dispatch(BatchRequest.of(targets, "hi"));

    for (int i = 0; i < many; i++) {
      assertThat(result.results().get(i).orElseThrow().text()).isEqualTo("answer " + i);
    }
  }

  private ModelResult ask(ModelTarget target, Prompt prompt) {
    return models().dispatcher().dispatch(target, prompt, heard);
  }

  private ModelDispatch models() {
    return opened == null ? open(world().options().build()) : opened;
  }

  private ModelDispatch open(OpencodeOptions options) {
    var models = ModelDispatch.builder().opencode(options).retries(0).build();
    opened = models;
    return models;
  }

  private String told(Kind kind) {
    return heard.events(DispatchEvent.Text.class).stream()
        .filter(text -> text.kind() == kind)
        .map(DispatchEvent.Text::text)
        .collect(Collectors.joining());
  }

  private static Prompt.Builder prompt() {
    return Prompt.builder("Why is the sky blue?").timeout(PATIENT);
  }

  private static Session session(ModelResult result) {
    return result.session().orElseThrow();
  }

  private static Session closing(ModelResult result) {
    return Session.continuedThenClosed(session(result).id().orElseThrow());
  }

  private static FailureKind kind(ModelResult result) {
    return failure(result).kind();
  }

  private static Failure failure(ModelResult result) {
    return result
        .unanswered()
        .orElseThrow(() -> new AssertionError("an answer: " + result))
        .failure();
  }
}
