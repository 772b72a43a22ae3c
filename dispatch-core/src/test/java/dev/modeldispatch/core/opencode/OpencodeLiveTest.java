package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Answered;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.internal.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connector against the real session server. */
@Tag("opencode")
@ExtendWith(WithOpencode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpencodeLiveTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\"}},"
          + "\"required\":[\"verdict\"]}";
  private static final String ASKER =
      """
      {"agent": {"asker": {"mode": "primary", "prompt": "Use tools.",
        "permission": {"*": "deny", "bash": "ask"}}}}
      """;

  private final Semaphore heard = new Semaphore(0);
  private final Upstream upstream = models();
  private LiveRig rig;

  private Upstream models() {
    return Upstream.start()
        .model("ok", (stage, request, n) -> stage.answer("Hello", " there"))
        .model("judge", OpencodeLiveTest::judge)
        .model("locked", (stage, request, n) -> stage.error(401, "Incorrect API key provided."))
        .model(
            "busy",
            (stage, request, n) -> {
              if (n < 3) {
                stage.error(429, "Rate limit reached", "retry-after-ms: 300");
              } else {
                stage.answer("At last");
              }
            })
        .model(
            "hour",
            (stage, request, n) -> stage.error(429, "Rate limit reached", "retry-after: 3600"))
        .model("broken", (stage, request, n) -> stage.error(500, "boom"))
        .model(
            "small",
            (stage, request, n) ->
                stage.json(
                    400,
                    "{\"error\":{\"message\":\"This model's maximum context length is 10 tokens.\","
                        + "\"code\":\"context_length_exceeded\"}}"))
        .model("endless", (stage, request, n) -> stage.json(200, "{}"))
        .model("silent", (stage, request, n) -> stage.awaitHangUp())
        .model("stuck", OpencodeLiveTest::stuck)
        .model("tool", OpencodeLiveTest::tool)
        .model("thinker", this::thinker);
  }

  private static void judge(Upstream.Stage stage, JsonNode request, int number) throws IOException {
    stage.begin();
    stage.tool("StructuredOutput", "{\"verdict\":\"fine\"}");
    stage.finish("tool_calls");
    stage.end();
  }

  private static void stuck(Upstream.Stage stage, JsonNode request, int number) throws IOException {
    stage.begin();
    stage.say("Half an");
    stage.awaitHangUp();
  }

  private static void tool(Upstream.Stage stage, JsonNode request, int number) throws IOException {
    stage.begin();
    stage.tool("bash", "{\"command\":\"true\",\"description\":\"does nothing\"}");
    stage.finish("tool_calls");
    stage.end();
  }

  /** Says the next word when the client has heard the one before. */
  private void thinker(Upstream.Stage stage, JsonNode request, int number) throws IOException {
    stage.begin();
    stage.think("Let me see.");
    for (int i = 0; i < 10; i++) {
      stage.say(" word" + i);
      try {
        assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    stage.finish("stop");
    stage.end();
  }

  @BeforeAll
  void startServer() {
    rig = LiveRig.start(upstream, ASKER);
  }

  @AfterEach
  void leavesNothing() {
    rig.assertClean();
  }

  @AfterAll
  void stopServer() {
    rig.close();
  }

  private static Prompt prompt(int seconds) {
    return Prompt.builder("Say hello").timeout(Duration.ofSeconds(seconds)).build();
  }

  private static FailureKind kind(ModelResult result) {
    return result.unanswered().orElseThrow().failure().kind();
  }

  @Test
  void answers() {
    ModelResult result = rig.ask("fake/ok", prompt(20));

    assertThat(result.orElseThrow().text()).isEqualTo("Hello there");
    assertThat(result.usage().totalTokens()).isEqualTo(13);
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void structuredOutputAnswersWithTheObject() {
    Prompt judged = prompt(20).toBuilder().jsonSchema(SCHEMA).build();

    ModelResult result = rig.ask("fake/judge", judged);

    assertThat(result.fold(Answered::text, u -> u.failure().toString()))
        .isEqualTo("{\"verdict\":\"fine\"}");
  }

  @Test
  void wrongKeyIsRejected() {
    assertThat(kind(rig.ask("fake/locked", prompt(20)))).isEqualTo(FailureKind.AUTH_REJECTED);
  }

  @Test
  void unknownProviderIsNamedWithoutAPrompt() {
    ModelResult result = rig.ask("nobody/ok", prompt(20));

    assertThat(kind(result)).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(result.unanswered().orElseThrow().failure().message()).contains("nobody", "fake");
  }

  @Test
  void unknownModelIsNamedWithoutAPrompt() {
    assertThat(kind(rig.ask("fake/none", prompt(20)))).isEqualTo(FailureKind.MODEL_NOT_FOUND);
  }

  @Test
  void rateLimitThatPassesEndsInAnAnswer() {
    assertThat(rig.ask("fake/busy", prompt(30)).orElseThrow().text()).isEqualTo("At last");
  }

  @Test
  void rateLimitOfAnHourFailsAtOnce() {
    ModelResult result = rig.ask("fake/hour", prompt(30));

    assertThat(kind(result)).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(15));
    assertThat(result.unanswered().orElseThrow().failure().retryAfter().orElseThrow())
        .isBetween(Duration.ofMinutes(55), Duration.ofMinutes(61));
  }

  @Test
  void serverErrorFailsOnceNoRetryFitsIntoTheDeadline() {
    ModelResult result = rig.ask("fake/broken", prompt(6));

    assertThat(kind(result)).isEqualTo(FailureKind.SERVER_ERROR);
  }

  @Test
  void contextOverflowIsNamed() {
    assertThat(kind(rig.ask("fake/small", prompt(20)))).isEqualTo(FailureKind.CONTEXT_OVERFLOW);
  }

  @Test
  void answerWithoutFinishReasonEndsTheServersLoop() {
    ModelResult result = rig.ask("fake/endless", prompt(30));

    assertThat(kind(result)).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void silentModelTimesOut() {
    assertThat(rig.ask("fake/silent", prompt(3))).isInstanceOf(TimedOut.class);
  }

  @Test
  void permissionAskIsRejectedAndToldAsSuch() {
    String session =
        rig.api()
            .post("/session", Json.object().put("title", "asks"), Duration.ofSeconds(20))
            .join()
            .json()
            .orElseThrow()
            .path("id")
            .asText();
    Prompt asks = prompt(20).toBuilder().session(Session.continuedThenClosed(session)).build();
    var options =
        OpencodeOptions.builder(rig.server().uri())
            .password(rig.server().options().password().orElseThrow())
            .agent("asker")
            .build();

    try (var models = dev.modeldispatch.core.ModelDispatch.builder().opencode(options).build()) {
      ModelResult result = rig.ask(models, "fake/tool", asks);

      assertThat(kind(result)).isEqualTo(FailureKind.TOOL_DENIED);
    }
  }

  @Test
  void deadlineClosesTheModelCallAndDeletesTheSession() {
    ModelResult result = rig.ask("fake/stuck", prompt(4));

    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(result.unanswered().orElseThrow().partialText()).contains("Half an");
  }

  @Test
  void cancelMidAnswerClosesTheModelCallAndDeletesTheSession() throws Exception {
    var begun = new CountDownLatch(1);
    var settled = new AtomicReference<ModelResult>();
    try (var models = rig.connect()) {
      var future =
          models
              .dispatcher()
              .dispatchAsync(
                  ModelTarget.parse("fake/stuck"),
                  prompt(60),
                  event -> {
                    if (event instanceof DispatchEvent.Text) {
                      begun.countDown();
                    } else if (event instanceof DispatchEvent.Settled end) {
                      settled.set(end.result());
                    }
                  });
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      future.cancel(true);

      rig.assertClean();
    }
    await().untilAtomic(settled, org.hamcrest.Matchers.instanceOf(Cancelled.class));
  }

  @Test
  void aHundredAtOnceAllAnswerAndLeaveNoSession() {
    List<ModelTarget> hundred = Collections.nCopies(100, ModelTarget.parse("fake/ok"));
    try (var models = rig.connect()) {
      var result = models.batch().dispatch(hundred, prompt(120));

      assertThat(result.answers()).hasSize(100);
    }
  }

  @Test
  void followUpRemembersAndItsCloseForgets() {
    try (var models = rig.connect()) {
      Prompt first = prompt(20).toBuilder().session(Session.kept()).build();
      String id = rig.ask(models, "fake/ok", first).session().orElseThrow().id().orElseThrow();
      int before = upstream.requests().size();

      Prompt second =
          Prompt.builder("And again")
              .timeout(Duration.ofSeconds(20))
              .session(Session.continuedThenClosed(id))
              .build();
      rig.ask(models, "fake/ok", second).orElseThrow();

      assertThat(upstream.requests().get(before).path("messages").toString())
          .contains("Say hello", "Hello there", "And again");
    }
  }

  @Test
  void streamedTextIsTheFinalTextAndReasoningIsToldApart() {
    List<String> said = new CopyOnWriteArrayList<>();
    List<String> thought = new CopyOnWriteArrayList<>();
    try (var models = rig.connect()) {
      ModelResult result =
          models
              .dispatcher()
              .dispatch(
                  ModelTarget.parse("fake/thinker"),
                  prompt(20),
                  event -> {
                    if (event instanceof DispatchEvent.Text text) {
                      (text.kind() == DispatchEvent.Text.Kind.ANSWER ? said : thought)
                          .add(text.text());
                      heard.release();
                    }
                  });

      assertThat(String.join("", said)).isEqualTo(result.orElseThrow().text());
      assertThat(said).hasSizeGreaterThan(5);
      assertThat(String.join("", thought)).isEqualTo("Let me see.");
    }
  }

  @Test
  void textThatComesAtOnceIsToldOnce() {
    List<String> said = new CopyOnWriteArrayList<>();
    try (var models = rig.connect()) {
      for (int i = 0; i < 10; i++) {
        said.clear();
        models
            .dispatcher()
            .dispatch(ModelTarget.parse("fake/ok"), prompt(20), DispatchListener.onText(said::add));

        assertThat(String.join("", said)).isEqualTo("Hello there");
      }
    }
  }

  @Test
  void noSocketIsLeftBehindAClosedFrontDoor() {
    long before = rig.sockets();

    rig.ask("fake/ok", prompt(20)).orElseThrow();

    await().atMost(Duration.ofSeconds(20)).until(() -> rig.sockets() <= before);
  }
}
