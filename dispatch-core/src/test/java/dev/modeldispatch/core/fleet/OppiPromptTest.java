package dev.modeldispatch.core.fleet;

import static dev.modeldispatch.core.fleet.OppiPlug.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prompts over the stream, and when a session is ready. */
@Timeout(60)
class OppiPromptTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final FakeOppiServer fake = FakeOppiServer.start();
  private final OppiPlug plug = OppiPlug.to(fake);

  @AfterEach
  void close() {
    plug.close();
    fake.close();
  }

  private static SessionServer.Turn turn(String id, String text) {
    return new SessionServer.Turn(id, text);
  }

  @Test
  void anOldServerIsPromptedLikeANewOne() throws Exception {
    fake.ignorePrompts();
    fake.sessions().hangs();
    var session = plug.create();

    var state = plug.prompt(session, "t1");

    assertThat(state.status()).isIn(Status.STARTING, Status.BUSY);
    assertThat(fake.prompts(session.id())).containsExactly("Go on");
    assertThat(plug.status(session)).isEqualTo(Status.BUSY);
    assertThat(
            fake.calls().stream().map(call -> call.toString()).filter(c -> c.contains("/stream")))
        .hasSize(1);
  }

  @Test
  void theThinkingLevelIsSaidBeforeTheFirstPromptAndOnce() throws Exception {
    var session = plug.create(Optional.of(SessionOrder.Thinking.XHIGH));

    plug.prompt(session, "t1");
    fake.awaitStatus(session.id(), "ready", SOON);
    plug.prompt(session, "t2");

    var said =
        fake.calls().stream()
            .map(call -> call.requestBody())
            .filter(body -> body.contains("set_thinking_level") || body.contains("clientTurnId"))
            .toList();
    assertThat(said).hasSize(3);
    assertThat(said.get(0)).contains("set_thinking_level", "\"level\":\"xhigh\"");
    assertThat(fake.promptsTaken()).isEqualTo(2);
  }

  @RepeatedTest(20)
  void theBeginningOfTheTurnBeforeIsNotTakenForThatOfThisOne() throws Exception {
    var session = plug.create();
    plug.prompt(session, "t1");
    fake.awaitStatus(session.id(), "ready", SOON); // there, before it is heard here

    plug.prompt(session, "t2");

    assertThat(fake.promptsTaken()).isEqualTo(2);
  }

  @Test
  void aTurnThatWasTakenIsNotSentAgain() throws Exception {
    var session = plug.create();
    plug.prompt(session, "t1");
    fake.awaitRest(SOON);

    var again = plug.prompt(session, "t1");

    assertThat(again.status()).isEqualTo(Status.READY);
    assertThat(fake.promptRequests()).isEqualTo(1);
  }

  @Test
  void aTurnThatAnotherPlugHasSentIsADuplicateAndNoFailure() throws Exception {
    var session = plug.create();
    plug.prompt(session, "t1");
    fake.awaitRest(SOON);
    try (var other = OppiPlug.to(fake)) {
      var again = other.prompt(session, "t1");

      assertThat(again.status()).isEqualTo(Status.READY);
      assertThat(fake.duplicatePrompts()).isEqualTo(1);
      assertThat(fake.prompts(session.id())).hasSize(1);
    }
  }

  @Test
  void aStreamThatBreaksBeforeTheAnswerIsLostAndARetryDoesNotPromptTwice() throws Exception {
    var goOn = new CountDownLatch(1);
    fake.sessions().dropsStreamUnanswered().works(task -> goOn.await());
    var session = plug.create();

    var lost = failure(plug.server().prompt(session, turn("t1", "Go on")));
    var again = plug.prompt(session, "t1");

    assertThat(lost.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(lost.retryable()).isTrue();
    assertThat(again.status()).isEqualTo(Status.BUSY);
    assertThat(fake.promptsTaken()).isEqualTo(1);
    goOn.countDown();
    fake.awaitStatus(session.id(), "ready", SOON);
    assertThat(plug.status(session)).isEqualTo(Status.READY);
  }

  @Test
  void aRetryAfterTheTurnHasEndedFindsTheSessionReady() throws Exception {
    fake.sessions().dropsStreamUnanswered();
    var session = plug.create();
    failure(plug.server().prompt(session, turn("t1", "Go on")));
    fake.awaitStatus(session.id(), "ready", SOON);

    var again = plug.prompt(session, "t1");

    assertThat(again.status()).isEqualTo(Status.READY);
    assertThat(fake.promptsTaken()).isEqualTo(1);
  }

  @Test
  void aSessionThatTookAPromptAndHasNotBegunItIsNotReady() throws Exception {
    var goOn = new CountDownLatch(1);
    fake.sessions().startsFor(Duration.ofMillis(1_500)).works(task -> goOn.await());
    var session = plug.create();

    var state = plug.prompt(session, "t1");

    assertThat(state.status()).isEqualTo(Status.STARTING);
    assertThat(plug.status(session)).isEqualTo(Status.STARTING);
    fake.awaitStatus(session.id(), "busy", SOON);
    assertThat(plug.status(session)).isEqualTo(Status.BUSY);
    goOn.countDown();
    fake.awaitStatus(session.id(), "ready", SOON);
    assertThat(plug.status(session)).isEqualTo(Status.READY);
  }

  @Test
  void aTurnWhoseEventsAreForgottenHasEndedWhenTheSessionIsReady() throws Exception {
    var goOn = new CountDownLatch(1);
    fake.keepEvents(1);
    fake.sessions().works(task -> goOn.await());
    var session = plug.create();
    plug.prompt(session, "t1");
    fake.dropStreams();

    assertThat(plug.status(session)).isEqualTo(Status.BUSY);
    goOn.countDown();
    fake.awaitStatus(session.id(), "ready", SOON);

    assertThat(plug.status(session)).isEqualTo(Status.READY);
  }

  @Test
  void aBusySessionTakesNoPromptNowAndOneWhenItIsReady() throws Exception {
    var goOn = new CountDownLatch(1);
    fake.sessions().works(task -> goOn.await());
    var session = plug.create();
    plug.prompt(session, "t1");
    try (var other = OppiPlug.to(fake)) {
      var busy = failure(other.server().prompt(session, turn("t2", "More")));
      goOn.countDown();
      fake.awaitStatus(session.id(), "ready", SOON);

      other.prompt(session, "t2");

      assertThat(busy.kind()).isEqualTo(FailureKind.OVERLOADED);
      assertThat(busy.retryable()).isTrue();
      assertThat(fake.promptsTaken()).isEqualTo(2);
      assertThat(other.status(session)).isNotEqualTo(Status.STARTING);
    }
  }

  @Test
  void aRefusedPromptIsNoTurnAndItsWordsAreShownInTheDetailAlone() {
    fake.sessions().refusesPrompts("No model\u001b[31m, token " + fake.token());
    var session = plug.create();

    var why = failure(plug.server().prompt(session, turn("t1", "Go on")));

    assertThat(why.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(why.detail()).contains("No model\\u001b[31m, token ****");
    assertThat(why.toString() + why.hint()).doesNotContain("No model", fake.token());
    assertThat(plug.status(session)).isEqualTo(Status.READY);
  }

  @Test
  void wordsThatRepeatThePromptAreNotShown() {
    String secret = "the secret plan of the whole company";
    fake.sessions().refusesPrompts("cannot do: " + secret);
    var session = plug.create();

    var why = failure(plug.server().prompt(session, turn("t1", secret)));

    assertThat(why.detail()).isEmpty();
    assertThat(new SessionException(why).toString()).doesNotContain("secret plan");
  }

  @Test
  void aTurnThatEndsWithAnErrorSaysWhy() throws Exception {
    fake.sessions().endsWithError("out of tokens");
    var session = plug.create();
    plug.prompt(session, "t1");
    fake.awaitStatus(session.id(), "error", SOON);

    var state = OppiPlug.soon(plug.server().look(session));

    assertThat(state.status()).isEqualTo(Status.ERROR);
    assertThat(state.failure().orElseThrow().detail()).contains("out of tokens");
    assertThat(state.toString()).doesNotContain("out of tokens");
  }

  @Test
  void aPromptToASessionThatIsNotThereIsRefused() {
    var gone = new SessionServer.Key("w", "none");

    var why = failure(plug.server().prompt(gone, turn("t1", "Go on")));

    assertThat(why.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(why.detail()).contains("Session not found");
    assertThat(fake.promptRequests()).isZero();
  }

  @Test
  void theCloseFailsAPromptThatWaits() throws Exception {
    fake.sessions().takesPromptAfter(Duration.ofMinutes(5));
    var session = plug.create();
    var waiting = plug.server().prompt(session, turn("t1", "Go on"));
    while (fake.promptRequests() == 0) {
      Thread.onSpinWait();
    }

    plug.server().close();

    assertThat(failure(waiting).kind()).isEqualTo(FailureKind.CANCELLED);
  }
}
