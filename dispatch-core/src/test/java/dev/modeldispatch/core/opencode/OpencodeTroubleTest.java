package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the real server cannot be made to do at will. */
@Timeout(60)
class OpencodeTroubleTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofMillis(250);
  private static final Duration CLEAN_WITHIN = Duration.ofSeconds(3);

  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final ModelDispatch models =
      ModelDispatch.builder().opencode(server.baseUri()).retries(0).build();
  private final RecordingListener heard = new RecordingListener();

  @AfterEach
  void close() {
    models.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200, application/json, ''",
    "200, application/json, {}",
    "200, application/json, '{\"error\":{\"message\":\"no\"}}'",
    "200, text/html, <html></html>",
    "204, application/json, ''",
    "500, application/json, ''",
    "502, text/html, <html></html>"
  })
  void aReplyWithoutAMessageIsNeverAnAnswer(int status, String type, String body) throws Exception {
    server.model("fake/m").replies(status, type, body);

    ModelResult result = ask("fake/m", Prompt.of("hi"));

    assertThat(failure(result).kind())
        .isIn(FailureKind.MALFORMED_RESPONSE, FailureKind.SERVER_ERROR);
    assertThat(failure(result).message()).contains("fake/m");
    leavesNothing();
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aFailureThatOnlyAnEventTellsIsNamed(OpencodeVersion version) throws Exception {
    try (var other = FakeOpencodeServer.start(version);
        var door = ModelDispatch.builder().opencode(other.baseUri()).retries(0).build()) {
      other.model("fake/m").failsHidden("Model not found: fake/m. Did you mean n?");
      other.lagEvents(Duration.ofMillis(50));

      ModelResult result = door.ask("fake/m", "hi");

      assertThat(failure(result).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
      other.awaitNoSessions(CLEAN_WITHIN);
    }
  }

  @Test
  void textWhoseEventsComeAfterTheAnswerIsToldOnce() throws Exception {
    server.model("fake/m").answers("as blue as it gets");
    server.lagEvents(Duration.ofMillis(40));

    ModelResult result = ask("fake/m", Prompt.of("hi"));
    heard.awaitSettled(SOON);

    assertThat(told(DispatchEvent.Text.Kind.ANSWER)).isEqualTo(result.orElseThrow().text());
    leavesNothing();
  }

  @Test
  void aFrozenServerEndsByTheDeadline() {
    server.model("fake/m").answers("never");
    server.freeze();
    var limit = Duration.ofMillis(800);

    ModelResult result = ask("fake/m", within(limit));

    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(result.elapsed()).isLessThan(limit.plus(GRACE));
    assertThat(result.unanswered().orElseThrow().maybeProcessed()).isFalse();
  }

  @Test
  void aServerThatFreezesMidAnswerEndsByTheDeadline() throws Exception {
    server.model("fake/m").stallsAfter("as blue");
    var limit = Duration.ofSeconds(2);
    var running = models.dispatcher().dispatchAsync(target(), within(limit), heard);
    server.awaitRequests(1, SOON);

    server.freeze();

    assertThat(running.join()).isInstanceOf(TimedOut.class);
    assertThat(running.join().elapsed()).isLessThan(limit.plus(GRACE));
  }

  @Test
  void aServerThatNoLongerAnswersIsNoticedBeforeTheDeadline() throws Exception {
    server.model("fake/m").hangs();
    var options =
        OpencodeOptions.builder(server.baseUri()).heartbeat(Duration.ofMillis(500)).build();
    try (var door = ModelDispatch.builder().opencode(options).retries(0).build()) {
      var running =
          door.dispatcher().dispatchAsync(target(), within(Duration.ofSeconds(50)), heard);
      server.awaitRequests(1, SOON);

      server.freeze();

      ModelResult result = running.join();
      assertThat(failure(result).kind()).isEqualTo(FailureKind.SERVER_ERROR);
      assertThat(failure(result).message()).contains(server.baseUri().toString());
    }
  }

  @Test
  void aDroppedEventStreamIsOpenedAgain() throws Exception {
    server.model("fake/m").firstAfter(Duration.ofSeconds(1)).answers("as blue as it gets");
    var running = models.dispatcher().dispatchAsync(target(), within(SOON), heard);
    server.awaitRequests(1, SOON);

    server.dropEvents();
    server.awaitEventStreams(1, SOON);

    assertThat(running.join().orElseThrow().text()).isEqualTo("as blue as it gets");
    assertThat(told(DispatchEvent.Text.Kind.ANSWER)).isEqualTo("as blue as it gets");
    leavesNothing();
  }

  @Test
  void aQuestionIsRejectedAndTheToolDenied() throws Exception {
    server.model("fake/m").asksQuestion("Which one?");

    ModelResult result = ask("fake/m", Prompt.of("hi"));

    assertThat(failure(result).kind()).isEqualTo(FailureKind.TOOL_DENIED);
    assertThat(server.settledAsks()).hasSize(1);
    leavesNothing();
  }

  @Test
  void aSummaryIsNoAnswer() throws Exception {
    server.model("fake/m").summarizes("We talked about the sky.");

    assertThat(failure(ask("fake/m", Prompt.of("hi"))).kind())
        .isEqualTo(FailureKind.CONTEXT_OVERFLOW);
    leavesNothing();
  }

  @ParameterizedTest
  @CsvSource({
    "length, OUTPUT_TRUNCATED",
    "content-filter, CONTENT_FILTERED",
    "tool-calls, TOOL_DENIED",
    "other, MALFORMED_RESPONSE"
  })
  void anAnswerThatIsNotFinishedIsNone(String reason, FailureKind kind) throws Exception {
    server.model("fake/m").finishes("as blue", reason);

    ModelResult result = ask("fake/m", Prompt.of("hi"));

    assertThat(failure(result).kind()).isEqualTo(kind);
    leavesNothing();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {
        "AUTH_MISSING",
        "AUTH_REJECTED",
        "PERMISSION_DENIED",
        "QUOTA_EXHAUSTED",
        "MODEL_NOT_FOUND",
        "INVALID_REQUEST",
        "RATE_LIMITED",
        "SERVER_ERROR",
        "OVERLOADED",
        "UNREACHABLE",
        "CONNECTION_LOST",
        "MALFORMED_RESPONSE",
        "CONTEXT_OVERFLOW",
        "CONTENT_FILTERED",
        "STRUCTURED_OUTPUT"
      })
  void anErrorInsideTheMessageIsNamedAfterItsKind(FailureKind kind) throws Exception {
    server.model("fake/m").fails(kind);

    assertThat(failure(ask("fake/m", Prompt.of("hi"))).kind()).isEqualTo(kind);
    leavesNothing();
  }

  @Test
  void aWrongPasswordIsToldWithTheAddress() {
    server.model("fake/m").answers("never");
    server.password("right");
    var options =
        OpencodeOptions.builder(server.baseUri()).password(ApiKey.of("wrong-CANARY-pass")).build();

    try (var door = ModelDispatch.builder().opencode(options).build()) {
      ModelResult result = door.ask("fake/m", "hi");

      assertThat(failure(result).kind()).isEqualTo(FailureKind.AUTH_REJECTED);
      assertThat(failure(result).message()).contains(server.baseUri().toString());
      assertThat(result + "" + failure(result)).doesNotContain("CANARY");
      assertThat(server.createdSessions()).isEmpty();
    }
  }

  @Test
  void theRightPasswordOpens() {
    server.model("fake/m").answers("blue");
    server.password("right-password");
    var options =
        OpencodeOptions.builder(server.baseUri()).password(ApiKey.of("right-password")).build();

    try (var door = ModelDispatch.builder().opencode(options).build()) {
      assertThat(door.ask("fake/m", "hi").orElseThrow().text()).isEqualTo("blue");
    }
  }

  @Test
  void aPortThatIsNoOpencodeIsToldAsSuch() {
    try (var other = FakeModelServer.start();
        var door = ModelDispatch.builder().opencode(other.baseUri().resolve("/")).build()) {
      ModelResult result = door.ask("fake/m", "hi");

      assertThat(failure(result).kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
      assertThat(failure(result).message()).contains("no opencode server", "127.0.0.1:");
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    server.refuseConnections();

    ModelResult result = ask("fake/m", Prompt.of("hi"));

    assertThat(failure(result).kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failure(result).hint()).contains("opencode serve --port");
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aSessionOfAnotherServerIsRefused(OpencodeVersion version) throws Exception {
    try (var other = FakeOpencodeServer.start(version);
        var door = ModelDispatch.builder().opencode(other.baseUri()).retries(0).build()) {
      other.model("fake/m").answers("never");
      var prompt = Prompt.builder("hi").session(Session.continued("ses_elsewhere")).build();

      ModelResult result = door.ask("fake/m", prompt);

      assertThat(result.isAnswered()).isFalse();
      assertThat(failure(result).kind())
          .isIn(FailureKind.INVALID_REQUEST, FailureKind.MALFORMED_RESPONSE);
    }
  }

  @Test
  void aSessionThatCannotBeDeletedIsNoted() {
    server.model("fake/m").answers("blue");
    server.refuseDeletes();

    ModelResult result = ask("fake/m", Prompt.of("hi"));

    assertThat(result.orElseThrow().text()).isEqualTo("blue");
    assertThat(result.notes()).anyMatch(note -> note.contains("cleanup failed"));
  }

  @Test
  void theKeyInTheServersListsIsInNoString() {
    server.model("fake/m").answers("blue");
    server.knows("other");

    var known = models.directory().models();
    ModelResult result = ask("other/m", Prompt.of("hi"));

    assertThat(known).isNotEmpty();
    assertThat(known + " " + models + result + failure(result) + heard.events())
        .doesNotContain(FakeOpencodeServer.leakedKey());
  }

  @Test
  void aProviderThatIsKnownButNotConnectedIsToldSo() {
    server.model("fake/m").answers("blue");
    server.knows("other");

    Failure failure = failure(ask("other/m", Prompt.of("hi")));

    assertThat(failure.kind()).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(failure.message()).contains("other", "fake");
    assertThat(failure.evidence()).contains("without credentials");
    assertThat(server.createdSessions()).isEmpty();
  }

  @Test
  void theQueueAtTheServerIsVisibleAndBounded() throws Exception {
    server.model("fake/m").firstAfter(Duration.ofMillis(100)).answers("blue");
    var options = OpencodeOptions.builder(server.baseUri()).maxConcurrent(2).build();
    var targets = Collections.nCopies(6, target());

    try (var door = ModelDispatch.builder().opencode(options).build()) {
      var result =
          door.batch()
              .dispatch(BatchRequest.builder(targets, Prompt.of("hi")).listener(heard).build());

      assertThat(result.answers()).hasSize(6);
      assertThat(server.mostRunning()).isEqualTo(2);
      assertThat(heard.events(DispatchEvent.Queued.class)).hasSizeGreaterThanOrEqualTo(4);
    }
    leavesNothing();
  }

  @Test
  void aCancelIsDoneAtOnceAndAbortsAtTheServer() throws Exception {
    server.model("fake/m").hangs();
    var running = models.dispatcher().dispatchAsync(target(), within(SOON), heard);
    server.awaitRequests(1, SOON);

    running.cancel(true);

    await().atMost(Duration.ofMillis(500)).until(() -> server.abortedSessions().size() == 1);
    assertThat(heard.awaitSettled(SOON)).isInstanceOf(Cancelled.class);
    leavesNothing();
  }

  @Test
  void aBatchThatIsCancelledLeavesNothingAtTheServer() throws Exception {
    server.model("fake/m").hangs();
    var batch = models.batch().start(BatchRequest.of(Collections.nCopies(40, target()), "hi"));
    server.awaitRequests(16, SOON);

    batch.cancel();

    assertThat(batch.await().results()).allMatch(Cancelled.class::isInstance);
    leavesNothing();
    assertThat(server.promptRequests()).isEqualTo(16);
  }

  @Test
  void closingTheDoorLeavesNothingAtTheServer() throws Exception {
    server.model("fake/m").hangs();
    var running = models.dispatcher().dispatchAsync(target(), within(SOON), heard);
    server.awaitRequests(1, SOON);

    models.close();

    assertThat(running).isDone();
    leavesNothing();
    server.awaitEventStreams(0, SOON);
  }

  @ParameterizedTest
  @EnumSource(OpencodeVersion.class)
  void aCancelEndsTheWaitForARetry(OpencodeVersion version) throws Exception {
    try (var other = FakeOpencodeServer.start(version);
        var door = ModelDispatch.builder().opencode(other.baseUri()).retries(0).build()) {
      other.model("fake/m").retries("Rate limit reached", Duration.ofSeconds(30)).answers("late");
      var limit = Duration.ofSeconds(40);

      var running = door.dispatcher().dispatchAsync(target(), within(limit), heard);
      other.awaitRequests(1, SOON);
      running.cancel(true);

      other.awaitRest(CLEAN_WITHIN);
      other.awaitNoSessions(CLEAN_WITHIN);
    }
  }

  private ModelResult ask(String target, Prompt prompt) {
    return models.dispatcher().dispatch(ModelTarget.parse(target), prompt, heard);
  }

  private static ModelTarget target() {
    return ModelTarget.of("fake", "m");
  }

  private static Prompt within(Duration limit) {
    return Prompt.builder("hi").timeout(limit).build();
  }

  private String told(DispatchEvent.Text.Kind kind) {
    return heard.events(DispatchEvent.Text.class).stream()
        .filter(text -> text.kind() == kind)
        .map(DispatchEvent.Text::text)
        .collect(Collectors.joining());
  }

  private void leavesNothing() throws InterruptedException {
    server.awaitNoSessions(CLEAN_WITHIN);
    server.awaitRest(CLEAN_WITHIN);
    server.awaitIdle(CLEAN_WITHIN);
    server.assertClean();
  }

  private static Failure failure(ModelResult result) {
    return result
        .unanswered()
        .orElseThrow(() -> new AssertionError("an answer: " + result))
        .failure();
  }
}
