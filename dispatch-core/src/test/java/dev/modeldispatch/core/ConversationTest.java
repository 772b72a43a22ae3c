package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.server.ModelScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Conversations over a provider that keeps none, through the front door. */
class ConversationTest {
  @RegisterExtension final Wire wire = new Wire();

  private final RecordingListener heard = new RecordingListener();
  private ModelDispatch door;
  private Dispatcher models;
  private ModelScript model;

  @BeforeEach
  void open() {
    var patient = wire.builder().retries(1).retryWaits(Duration.ofMillis(1), Duration.ofMillis(1));
    door = wire.open(patient);
    models = wire.dispatcher(door);
    model = wire.server().model("m");
  }

  @Test
  void promptGoesOnWhereTheOneBeforeEnded() {
    Session session = begin();
    model.then().answers("two").then().answers("three");

    var second = ask(session, "second");
    ask(session, "third").orElseThrow();

    assertThat(second.session()).contains(session);
    assertThat(session.id().orElseThrow()).matches("chat_[0-9a-v]{20,26}");
    assertThat(sent(2)).containsExactly("first", "one", "second", "two", "third");
  }

  @Test
  void failedPromptLeavesTheConversationAsItWas() {
    Session session = begin();
    model.then().fails(FailureKind.AUTH_REJECTED).then().answers("three");

    var failed = ask(session, "second");
    ask(session, "third").orElseThrow();

    assertThat(failed.isAnswered()).isFalse();
    assertThat(failed.session()).contains(session);
    assertThat(sent(2)).containsExactly("first", "one", "third");
  }

  @Test
  void answerThatTheSchemaRefusesLeavesTheConversationAsItWas() {
    Session session = begin();
    model.then().answers("no JSON").then().answers("three");

    var refused =
        models.dispatch(
            Wire.target("m"),
            Prompt.builder("second").session(session).jsonSchema("{\"type\":\"object\"}").build());
    ask(session, "third").orElseThrow();

    assertThat(failure(refused).kind()).isEqualTo(FailureKind.STRUCTURED_OUTPUT);
    assertThat(sent(2)).containsExactly("first", "one", "third");
  }

  @Test
  void cancelledAndLatePromptsLeaveTheConversationAsItWas() throws Exception {
    Session session = begin();
    model.then().hangs().times(2).then().answers("four");

    var late = prompt(session, "second").toBuilder().timeout(Duration.ofMillis(200)).build();
    assertThat(models.dispatch(Wire.target("m"), late)).isInstanceOf(TimedOut.class);
    var running = models.dispatchAsync(Wire.target("m"), prompt(session, "third"), heard);
    wire.server().awaitRequests(3, Wire.SOON);
    running.cancel(true);
    ask(session, "fourth").orElseThrow();

    assertThat(sent(3)).containsExactly("first", "one", "fourth");
  }

  @Test
  void retriedPromptIsRememberedOnce() {
    model.fails(503, "{}").then().answers("one").then().fails(503, "{}").then().answers("two");
    model.then().answers("three");

    Session session = ask(Session.kept(), "first").session().orElseThrow();
    ask(session, "second").orElseThrow();
    ask(session, "third").orElseThrow();

    assertThat(sent(4)).containsExactly("first", "one", "second", "two", "third");
  }

  @Test
  void conversationIsKeptWhenItsFirstPromptFails() {
    model.fails(FailureKind.AUTH_REJECTED).then().answers("two");

    var failed = ask(Session.kept(), "first");
    ask(failed.session().orElseThrow(), "second").orElseThrow();

    assertThat(failed.isAnswered()).isFalse();
    assertThat(sent(1)).containsExactly("second");
  }

  @Test
  void unknownSessionIsAFailureAndNothingIsSent() {
    Failure foreign = failure(ask(Session.continued("ses_0123456789"), "hi"));
    Failure unknown = failure(ask(Session.continued("chat_0123456789"), "hi"));

    assertThat(List.of(foreign, unknown))
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
              assertThat(failure.message()).isEqualTo("the session id is none of provider 'fake'.");
            });
    assertThat(foreign.evidence()).isEqualTo("session id without chat_");
    assertThat(wire.server().promptRequests()).isZero();
  }

  @Test
  void conversationStaysWithItsModel() {
    Session session = begin();
    wire.server().model("other").answers("never");
    model.then().answers("two");

    var closing = Session.continuedThenClosed(session.id().orElseThrow());
    var elsewhere = models.dispatch(Wire.target("other"), prompt(closing, "second"));
    ask(session, "third").orElseThrow();

    assertThat(failure(elsewhere).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure(elsewhere).message()).contains("fake/other", "is with fake/m");
    assertThat(wire.server().promptCalls("other")).isEmpty();
  }

  @Test
  void secondPromptWaitsForItsTurn() throws Exception {
    Session session = begin();
    model.then().after(Duration.ofMillis(300)).answers("two").then().answers("three");

    var second = models.dispatchAsync(Wire.target("m"), prompt(session, "second"));
    wire.server().awaitRequests(2, Wire.SOON);
    var third = models.dispatchAsync(Wire.target("m"), prompt(session, "third"), heard);

    assertThat(second.get().isAnswered()).isTrue();
    assertThat(third.get().isAnswered()).isTrue();
    assertThat(sent(2)).containsExactly("first", "one", "second", "two", "third");
    assertThat(heard.events(DispatchEvent.Queued.class))
        .extracting(DispatchEvent.Queued::waitsFor)
        .containsExactly("the prompt that runs in the same conversation");
    assertThat(third.get().timings().queued()).isPositive();
  }

  @Test
  void whoIsCalledOffWhileWaitingLeavesTheLine() throws Exception {
    Session session = begin();
    model.then().after(Duration.ofMillis(500)).answers("two").then().answers("three");
    var second = models.dispatchAsync(Wire.target("m"), prompt(session, "second"));
    wire.server().awaitRequests(2, Wire.SOON);
    var late = prompt(session, "late").toBuilder().timeout(Duration.ofMillis(50)).build();

    var called = models.dispatchAsync(Wire.target("m"), prompt(session, "called off"), heard);
    var timed = models.dispatchAsync(Wire.target("m"), late);
    var third = models.dispatchAsync(Wire.target("m"), prompt(session, "third"));
    called.cancel(true);

    assertThat(heard.awaitSettled(Wire.SOON)).isInstanceOf(Cancelled.class);
    assertThat(timed.get()).isInstanceOf(TimedOut.class);
    assertThat(second.get().isAnswered() && third.get().isAnswered()).isTrue();
    assertThat(sent(2)).containsExactly("first", "one", "second", "two", "third");
  }

  @Test
  void closedConversationIsGoneWhateverItsLastPromptCameTo() {
    model.answers("one").then().answers("two").then().answers("one");
    model.then().fails(FailureKind.AUTH_REJECTED);

    for (int i = 0; i < 2; i++) {
      Session session = ask(Session.kept(), "first").session().orElseThrow();
      var last = ask(Session.continuedThenClosed(session.id().orElseThrow()), "second");

      assertThat(last.session()).isEmpty();
      assertThat(failure(ask(session, "third")).message()).contains("is none of provider 'fake'");
    }
  }

  @Test
  void closingSurvivesARetry() {
    Session session = begin();
    model.then().fails(503, "{}").then().answers("two");

    var last = ask(Session.continuedThenClosed(session.id().orElseThrow()), "second");

    assertThat(last.orElseThrow().text()).isEqualTo("two");
    assertThat(sent(2)).containsExactly("first", "one", "second");
  }

  @Test
  void systemTextStaysUntilAnotherIsSet() {
    model.answers("one");
    var first = Prompt.builder("first").system("be brief").session(Session.kept()).build();
    Session session = models.dispatch(Wire.target("m"), first).session().orElseThrow();

    ask(session, "second").orElseThrow();
    var third = prompt(session, "third").toBuilder().system("be long").build();
    models.dispatch(Wire.target("m"), third).orElseThrow();
    ask(session, "fourth").orElseThrow();

    assertThat(sent(1)).startsWith("be brief", "first").doesNotHaveDuplicates();
    assertThat(sent(2)).startsWith("be long", "first").doesNotContain("be brief");
    assertThat(sent(3)).startsWith("be long", "first").doesNotContain("be brief");
  }

  @Test
  void promptThatWouldMakeItTooLongIsRefusedBeforeItIsSent() {
    Session session = begin();
    model.then().answers("two");

    var tooLong = ask(session, "x".repeat(8 * 1024 * 1024 - "firstone".length() + 1));
    var fits = ask(session, "x".repeat(8 * 1024 * 1024 - "firstone".length()));
    var full = ask(session, "y");

    assertThat(failure(tooLong).kind()).isEqualTo(FailureKind.CONTEXT_OVERFLOW);
    assertThat(fits.isAnswered()).isTrue();
    assertThat(failure(full).message()).contains("characters, and with this prompt more than");
    assertThat(wire.server().promptRequests()).isEqualTo(2);
  }

  @Test
  void whatAServerRepeatsOfEarlierTurnsIsNotShown() {
    model.answers("an answer that nobody else shall read");
    Session session = ask(Session.kept(), "a question that is long enough").session().orElseThrow();
    model.then().fails(400, error("bad: a question that is long enough"));
    model.then().fails(400, error("bad: an answer that nobody else shall read"));

    assertThat(failure(ask(session, "second")).detail()).isEmpty();
    assertThat(failure(ask(session, "second")).detail()).isEmpty();
  }

  @Test
  void closeOfTheDoorSendsNothingOfThoseThatWait() throws Exception {
    Session session = begin();
    model.then().hangs();
    var all = new ArrayList<>(List.of(send(session, "second")));
    wire.server().awaitRequests(2, Wire.SOON);
    for (int i = 0; i < 50; i++) {
      all.add(send(session, "waiting " + i));
    }
    await().atMost(Wire.SOON).until(() -> heard.events(DispatchEvent.Queued.class).size() == 50);

    door.close();

    for (var one : all) {
      assertThat(one.get()).isInstanceOf(Cancelled.class);
    }
    assertThat(wire.server().calls()).hasSize(2);
  }

  private java.util.concurrent.CompletableFuture<ModelResult> send(Session session, String text) {
    return models.dispatchAsync(Wire.target("m"), prompt(session, text), heard);
  }

  private Session begin() {
    model.answers("one");
    return ask(Session.kept(), "first").session().orElseThrow();
  }

  private ModelResult ask(Session session, String text) {
    return models.dispatch(Wire.target("m"), prompt(session, text));
  }

  private static Prompt prompt(Session session, String text) {
    return Prompt.builder(text).session(session).build();
  }

  /** The texts of the messages in the model's request of this number, from 0. */
  private List<String> sent(int request) {
    JsonNode messages = wire.server().promptCalls("m").get(request).requestJson().path("messages");
    return StreamSupport.stream(messages.spliterator(), false)
        .map(message -> message.path("content").asText())
        .toList();
  }

  private static String error(String message) {
    return "{\"error\":{\"message\":\"" + message + "\"}}";
  }

  private static Failure failure(ModelResult result) {
    return result.unanswered().orElseThrow().failure();
  }
}
