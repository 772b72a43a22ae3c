package dev.modeldispatch.core.engine;

import static dev.modeldispatch.FailureKind.AUTH_REJECTED;
import static dev.modeldispatch.FailureKind.INVALID_REQUEST;
import static dev.modeldispatch.FailureKind.OVERLOADED;
import static dev.modeldispatch.FailureKind.OVERLOADED_LOCALLY;
import static dev.modeldispatch.FailureKind.PROVIDER_NOT_CONNECTED;
import static dev.modeldispatch.FailureKind.RATE_LIMITED;
import static dev.modeldispatch.FailureKind.STRUCTURED_OUTPUT;
import static dev.modeldispatch.FailureKind.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final ModelTarget TARGET = ModelTarget.of("fake", "m");
  private static final ModelTarget OTHER = ModelTarget.of("other", "m");
  private static final Prompt HI = Prompt.of("hi");

  private final VirtualTime time = new VirtualTime();
  private final Resources resources = new Resources(time, time, Runnable::run);
  private final Lanes lanes = Lanes.of(Map.of(), Optional.empty(), resources);
  private final List<DispatchEvent> events = new ArrayList<>();

  @Test
  void answerSettlesWithOneAttempt() {
    var future = engine(answers("yes")).dispatchAsync(TARGET, HI);

    var answer = (Answered) future.join();

    assertThat(answer.text()).isEqualTo("yes");
    assertThat(answer.attempts()).extracting(Attempt::sent).containsExactly(Attempt.Sent.YES);
  }

  @Test
  void deadlineEndsTheAttemptAtItsConnector() {
    var connector = new ScriptedConnector(Call::sending);
    var future = engine(connector).dispatchAsync(TARGET, in(Duration.ofSeconds(3)));

    time.advance(Duration.ofSeconds(3));

    var result = (TimedOut) future.join();
    assertThat(result.limit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(result.maybeProcessed()).isTrue();
    assertThat(connector.aborted).hasSize(1);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void retryableFailureIsTriedAgainAfterAGrowingWait() {
    var connector =
        new ScriptedConnector(List.of(fails(OVERLOADED), fails(OVERLOADED), answers("third")));
    var future = engine(connector).dispatchAsync(TARGET, HI, events::add);

    time.advance(Duration.ofMillis(500));
    assertThat(connector.calls).hasSize(2);
    time.advance(Duration.ofSeconds(1));

    assertThat(future.join().attempts()).hasSize(3);
    assertThat(future.join().attempts().get(2).waited()).isEqualTo(Duration.ofSeconds(1));
    assertThat(events)
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly(
            "AttemptStarted",
            "Waiting",
            "AttemptStarted",
            "Waiting",
            "AttemptStarted",
            "Text",
            "Settled");
  }

  @Test
  void serversHintIsTheWait() {
    var hinted =
        Failure.builder(RATE_LIMITED, "slow down")
            .retryAfter(Duration.ofSeconds(7), "x-ratelimit-reset-tokens")
            .build();
    var connector = new ScriptedConnector(settles(hinted), answers("ok"));
    var future = engine(connector).dispatchAsync(TARGET, HI);

    time.advance(Duration.ofMillis(6_999));
    assertThat(future).isNotDone();
    time.advance(Duration.ofMillis(1));

    assertThat(future.join().attempts().get(1).waitSource()).isEqualTo("x-ratelimit-reset-tokens");
  }

  @Test
  void waitBeyondTheDeadlineIsNotSlept() {
    var hinted = Failure.builder(RATE_LIMITED, "slow down").retryAfter(Duration.ofHours(1)).build();
    var future = engine(new ScriptedConnector(settles(hinted))).dispatchAsync(TARGET, HI);

    assertThat(future.join().unanswered().orElseThrow().failure().retryAfter())
        .contains(Duration.ofHours(1));
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void permanentFailureIsNotTriedAgain() {
    var connector = new ScriptedConnector(fails(AUTH_REJECTED));

    var result = engine(connector).dispatchAsync(TARGET, HI).join();

    assertThat(kind(result)).isEqualTo(AUTH_REJECTED);
    assertThat(connector.calls).hasSize(1);
  }

  @Test
  void nothingIsRetriedAfterTextCame() {
    var connector =
        new ScriptedConnector(
            call -> {
              call.text(DispatchEvent.Text.Kind.ANSWER, "half an ans");
              call.settle(Reply.failure(failure(OVERLOADED)).build());
            });

    var result = engine(connector).dispatchAsync(TARGET, HI).join();

    assertThat(connector.calls).hasSize(1);
    assertThat(result.unanswered().orElseThrow().partialText()).contains("half an ans");
  }

  @Test
  void brokenTargetKeepsToItsRetryBudget() {
    var connector = new ScriptedConnector(fails(OVERLOADED));
    var engine = engine(connector);

    for (int i = 0; i < 100; i++) {
      var unused = engine.dispatchAsync(TARGET, HI);
    }
    time.advance(Duration.ofMinutes(1));

    assertThat(connector.calls).hasSize(110);
  }

  @Test
  void fallbackAnswersAndBothAreNamed() {
    var connector = new ScriptedConnector(fails(AUTH_REJECTED), answers("from the other"));
    var prompt = Prompt.builder("hi").fallbacks(List.of(OTHER)).build();

    var result = engine(connector).dispatchAsync(TARGET, prompt, events::add).join();

    assertThat(result.target()).isEqualTo(TARGET);
    assertThat(result.answeredBy()).isEqualTo(OTHER);
    assertThat(result.attempts().get(0).failure().orElseThrow().kind()).isEqualTo(AUTH_REJECTED);
    assertThat(events).anyMatch(DispatchEvent.Switched.class::isInstance);
  }

  @Test
  void callersMistakeDoesNotBurnTheChain() {
    var connector = new ScriptedConnector(fails(INVALID_REQUEST));
    var prompt = Prompt.builder("hi").fallbacks(List.of(OTHER)).build();

    var result = engine(connector).dispatchAsync(TARGET, prompt).join();

    assertThat(kind(result)).isEqualTo(INVALID_REQUEST);
    assertThat(connector.calls).hasSize(1);
  }

  @Test
  void cancelInAWaitSendsNothingMore() {
    var connector = new ScriptedConnector(fails(OVERLOADED), answers("too late"));
    var future = engine(connector).dispatchAsync(TARGET, HI, events::add);

    future.cancel(true);
    time.advance(Duration.ofMinutes(5));

    assertThat(connector.calls).hasSize(1);
    assertThat(settled()).isInstanceOf(Cancelled.class);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void cancelOnADerivedFutureEndsTheAttempt() {
    var connector = new ScriptedConnector(Call::sending);
    CompletableFuture<String> derived =
        engine(connector).dispatchAsync(TARGET, HI, events::add).thenApply(Object::toString);

    derived.cancel(true);

    assertThat(connector.aborted).hasSize(1);
    assertThat(settled()).isInstanceOf(Cancelled.class);
  }

  @Test
  void completingFromOutsideEndsTheAttempt() {
    var connector = new ScriptedConnector(Call::sending);
    var future = engine(connector).dispatchAsync(TARGET, HI, events::add);

    future.completeExceptionally(new IllegalStateException("outside"));

    assertThat(connector.aborted).hasSize(1);
    assertThat(settled()).isInstanceOf(Cancelled.class);
  }

  @Test
  void lateReplyChangesNothing() {
    var connector = new ScriptedConnector(Call::sending);
    var future = engine(connector).dispatchAsync(TARGET, in(Duration.ofSeconds(1)));
    time.advance(Duration.ofSeconds(1));

    boolean won = connector.calls.get(0).settle(Reply.answer("late").build());

    assertThat(won).isFalse();
    assertThat(future.join()).isInstanceOf(TimedOut.class);
  }

  @Test
  void secondSettleIsIgnored() {
    var connector =
        new ScriptedConnector(
            call -> {
              assertThat(call.settle(Reply.answer("first").build())).isTrue();
              assertThat(call.settle(Reply.answer("second").build())).isFalse();
            });

    assertThat(engine(connector).dispatchAsync(TARGET, HI).join().orElseThrow().text())
        .isEqualTo("first");
  }

  @Test
  void connectorThatThrowsFailsItsDispatchAlone() {
    var connector =
        new ScriptedConnector(
            call -> {
              throw new StackOverflowError();
            });

    var result = engine(connector).dispatchAsync(TARGET, HI).join();

    assertThat(kind(result)).isEqualTo(UNKNOWN);
    assertThat(result.unanswered().orElseThrow().failure().evidence())
        .isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void listenerThatThrowsChangesNothing() {
    DispatchListener broken =
        event -> {
          throw new IllegalStateException("listener");
        };

    assertThat(engine(answers("yes")).dispatchAsync(TARGET, HI, broken).join().isAnswered())
        .isTrue();
  }

  @Test
  void unservedProviderIsNamedWithTheConnectedOnes() {
    var result = engine(answers("yes")).dispatchAsync(ModelTarget.parse("nobody/x"), HI).join();

    assertThat(kind(result)).isEqualTo(PROVIDER_NOT_CONNECTED);
    assertThat(result.unanswered().orElseThrow().failure().message())
        .contains("(connected: fake, other)");
    assertThat(result.unanswered().orElseThrow().maybeProcessed()).isFalse();
  }

  @Test
  void sessionAtAConnectorWithoutOnesIsRefused() {
    var prompt = Prompt.builder("hi").session(Session.kept()).build();

    assertThat(kind(engine(answers("yes")).dispatchAsync(TARGET, prompt).join()))
        .isEqualTo(INVALID_REQUEST);
  }

  @Test
  void answerIsCheckedAgainstTheSchema() {
    var prompt =
        Prompt.builder("hi").jsonSchema("{\"type\":\"object\",\"required\":[\"a\"]}").build();

    var fine = engine(answers("```json\n{\"a\":1}\n```")).dispatchAsync(TARGET, prompt).join();
    var unmet = engine(answers("{\"b\":1}")).dispatchAsync(TARGET, prompt).join();

    assertThat(fine.orElseThrow().text()).isEqualTo("{\"a\":1}");
    assertThat(kind(unmet)).isEqualTo(STRUCTURED_OUTPUT);
    assertThat(unmet.unanswered().orElseThrow().partialText()).contains("{\"b\":1}");
  }

  @Test
  void dispatchAboveTheLimitWaitsItsTurnAndSaysSo() {
    var connector = new ScriptedConnector(Call::sending);
    var engine = engine(connector, settings(1, 5));
    var unused = engine.dispatchAsync(TARGET, HI);
    var second = engine.dispatchAsync(OTHER, HI, events::add);

    time.advance(Duration.ofSeconds(2));
    connector.calls.get(0).settle(Reply.answer("first").build());
    connector.calls.get(1).settle(Reply.answer("second").build());

    assertThat(events.get(0)).isInstanceOf(DispatchEvent.Queued.class);
    assertThat(second.join().timings().queued()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void dispatchAboveTheQueueIsRefusedAtOnce() {
    var engine = engine(new ScriptedConnector(Call::sending), settings(1, 1));
    var running = engine.dispatchAsync(TARGET, HI);
    var waiting = engine.dispatchAsync(TARGET, HI);

    assertThat(kind(engine.dispatchAsync(TARGET, HI).join())).isEqualTo(OVERLOADED_LOCALLY);
    assertThat(running).isNotDone();
    assertThat(waiting).isNotDone();
  }

  @Test
  void cancelInTheQueueGivesUpItsTurn() {
    var connector = new ScriptedConnector(Call::sending);
    var engine = engine(connector, settings(1, 1));
    var first = engine.dispatchAsync(TARGET, HI);
    var second = engine.dispatchAsync(TARGET, HI);
    var third = engine.dispatchAsync(TARGET, HI);

    second.cancel(true);
    var fourth = engine.dispatchAsync(OTHER, HI);
    first.cancel(true);

    assertThat(third).isDone();
    assertThat(fourth).isNotDone();
    assertThat(connector.calls).extracting(Call::target).containsExactly(TARGET, OTHER);
    assertThat(engine.admission().inside()).isEqualTo(1);
  }

  @Test
  void closeCancelsWhatRunsAndWhatComes() {
    var connector = new ScriptedConnector(Call::sending);
    var engine = engine(connector);
    var running = engine.dispatchAsync(TARGET, HI);

    engine.close();
    var later = engine.dispatchAsync(TARGET, HI);

    assertThat(((Cancelled) running.join()).reason()).isEqualTo(Cancelled.Reason.CLOSED);
    assertThat(((Cancelled) later.join()).reason()).isEqualTo(Cancelled.Reason.CLOSED);
    assertThat(connector.calls).hasSize(1);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void usageOfAllAttemptsCounts() {
    var connector =
        new ScriptedConnector(
            call ->
                call.settle(Reply.failure(failure(OVERLOADED)).usage(Usage.exact(10, 0)).build()),
            call -> call.settle(Reply.answer("ok").usage(Usage.exact(10, 5)).build()));
    var future = engine(connector).dispatchAsync(TARGET, HI);

    time.advance(Duration.ofSeconds(1));

    assertThat(future.join().usage()).isEqualTo(Usage.exact(20, 5));
  }

  @Test
  void twoConnectorsForOneProviderAreMisuse() {
    var one = new ScriptedConnector(Call::sending);
    var two = new ScriptedConnector(Call::sending);

    assertThatThrownBy(() -> Connectors.of(List.of(one, two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("provider 'fake' is claimed twice")
        .hasMessageContaining("provider 'other' is claimed twice");
  }

  private Engine engine(Consumer<Call> behaviour) {
    return engine(new ScriptedConnector(behaviour));
  }

  private Engine engine(ScriptedConnector connector) {
    return engine(connector, EngineSettings.STANDARD);
  }

  private Engine engine(ScriptedConnector connector, EngineSettings settings) {
    return Engine.open(Connectors.of(List.of(connector)), settings, lanes, resources, () -> 0);
  }

  private static EngineSettings settings(int inFlight, int queued) {
    return new EngineSettings(Duration.ofMinutes(2), inFlight, queued, RetryPolicy.NEVER, Map.of());
  }

  private ModelResult settled() {
    return ((DispatchEvent.Settled) events.get(events.size() - 1)).result();
  }

  private static Prompt in(Duration timeout) {
    return Prompt.builder("hi").timeout(timeout).build();
  }

  private static Consumer<Call> answers(String text) {
    return call -> call.settle(Reply.answer(text).build());
  }

  private static Consumer<Call> fails(FailureKind kind) {
    return settles(failure(kind));
  }

  private static Consumer<Call> settles(Failure failure) {
    return call -> call.settle(Reply.failure(failure).build());
  }

  private static Failure failure(FailureKind kind) {
    return Failure.builder(kind, "scripted").build();
  }

  private static FailureKind kind(ModelResult result) {
    return result.unanswered().orElseThrow().failure().kind();
  }
}
