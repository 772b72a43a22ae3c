package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits and breakers of a provider, through the front door and on virtual time. */
class ProtectedProviderTest {
  private static final Prompt HI = Prompt.of("hi");
  private static final Consumer<Call> HANGS = Call::sending;

  private final VirtualTime time = new VirtualTime();
  private final List<Call> calls = new ArrayList<>();
  private final List<DispatchEvent> events = new ArrayList<>();
  private final List<ModelDispatch> doors = new ArrayList<>();
  private Consumer<Call> part = HANGS;

  @AfterEach
  void nothingIsLeft() {
    doors.forEach(ModelDispatch::close);
    assertThat(time.pendingTasks()).as("timers left").isZero();
  }

  @Test
  void placesAreBoundedAndTheQueueIsSeen() {
    var models = protect(Protection.builder().maxInFlight(2).build());
    var first = ask(models);
    var second = ask(models);
    var third = ask(models);

    time.advance(Duration.ofSeconds(3));
    calls.get(0).settle(Reply.answer("one").build());
    calls.get(1).settle(Reply.answer("two").build());
    calls.get(2).settle(Reply.answer("three").build());

    assertThat(first.join().timings().queued()).isZero();
    assertThat(second.join().isAnswered()).isTrue();
    assertThat(third.join().timings().queued()).isEqualTo(Duration.ofSeconds(3));
    assertThat(waitsFor()).containsExactly("a place at provider 'p' (2 at a time)");
  }

  @Test
  void othersAreNotHeldUpByAFullProvider() {
    var models = protect(Protection.builder().maxInFlight(1).build());
    var unused = ask(models);

    var other = models.dispatcher().dispatchAsync(ModelTarget.of("q", "m"), HI);
    calls.get(1).settle(Reply.answer("free").build());

    assertThat(other.join().isAnswered()).isTrue();
  }

  @Test
  void fullQueueIsRefusedAndTheNextProviderAnswers() {
    var models = protect(Protection.builder().maxInFlight(1).maxQueued(0).build());
    var unused = ask(models);
    var prompt = Prompt.builder("hi").fallbacks(Fallbacks.of("q/m")).build();

    var refused = ask(models).join().unanswered().orElseThrow();
    var elsewhere = models.dispatcher().dispatchAsync(ModelTarget.of("p", "m"), prompt);
    calls.get(1).settle(Reply.answer("elsewhere").build());

    assertThat(refused.failure().kind()).isEqualTo(FailureKind.OVERLOADED_LOCALLY);
    assertThat(refused.maybeProcessed()).isFalse();
    assertThat(elsewhere.join().answeredBy()).hasToString("q/m");
    assertThat(elsewhere.join().attempts()).extracting(Attempt::number).containsExactly(1, 2);
  }

  @Test
  void replyThatCameIsToldAsItCameAlsoIfTheNextOneCancels() {
    var models = protect(Protection.builder().maxInFlight(1).build());
    var first = ask(models);
    part = call -> first.cancel(true);
    var unused = ask(models);

    calls.get(0).settle(Reply.answer("one").build());

    var attempt = ((ResultFuture<ModelResult>) first).outcome().orElseThrow().attempts().get(0);
    assertThat(attempt.failure()).isEmpty();
    assertThat(attempt.sent()).isEqualTo(Attempt.Sent.YES);
  }

  @Test
  void cancelAndDeadlineInTheQueueGiveUpTheirTurn() {
    var models = protect(Protection.builder().maxInFlight(1).build());
    var first = ask(models);
    var second = ask(models);
    var third =
        models
            .dispatcher()
            .dispatchAsync(
                ModelTarget.of("p", "m"),
                Prompt.builder("hi").timeout(Duration.ofSeconds(5)).build());
    var fourth = ask(models);

    second.cancel(true);
    time.advance(Duration.ofSeconds(5));
    first.cancel(true);
    calls.get(1).settle(Reply.answer("fourth").build());

    assertThat(third.join().status()).isEqualTo(ModelResult.Status.TIMED_OUT);
    assertThat(third.join().attempts()).isEmpty();
    assertThat(fourth.join().isAnswered()).isTrue();
    assertThat(calls).hasSize(2);
  }

  @Test
  void placeIsFreeDuringAWaitForARetry() {
    part = fails(FailureKind.SERVER_ERROR);
    var models = protect(Protection.builder().maxInFlight(1).build());
    var first = ask(models);
    part = HANGS;

    var second = ask(models);
    calls.get(1).settle(Reply.answer("between").build());
    time.advance(Duration.ofSeconds(1));
    calls.get(2).settle(Reply.answer("again").build());

    assertThat(second.join().isAnswered()).isTrue();
    assertThat(first.join().attempts()).hasSize(2);
  }

  @Test
  void placeIsFreeForTheFallbackAtTheSameProvider() {
    part = fails(FailureKind.MODEL_NOT_FOUND);
    var models = protect(Protection.builder().maxInFlight(1).maxQueued(0).build());
    var prompt = Prompt.builder("hi").fallbacks(Fallbacks.of("p/n")).build();

    models.dispatcher().dispatchAsync(ModelTarget.of("p", "m"), prompt).join();

    assertThat(calls).hasSize(2);
  }

  @Test
  void targetThatNobodyServesLeavesItsPlace() {
    var models = open(builder().protectAll(Protection.builder().maxInFlight(1).build()));
    var nobody = ModelTarget.of("nobody", "m");

    models.dispatcher().dispatchAsync(nobody, HI).join();

    assertThat(models.dispatcher().dispatchAsync(nobody, HI)).isDone();
  }

  @Test
  void requestsAreSpreadOverTheMinute() {
    part = call -> call.settle(Reply.answer("ok").build());
    var models = protect(Protection.builder().requestsPerMinute(6).build());

    for (int i = 0; i < 5; i++) {
      var unused = ask(models);
    }
    assertThat(calls).hasSize(1);
    time.advance(Duration.ofSeconds(30));

    assertThat(calls).hasSize(4);
  }

  @Test
  void breakerOpensAndOneProbeClosesIt() {
    part = fails(FailureKind.SERVER_ERROR);
    var models = withBreaker();
    ask(models).join();
    ask(models).join();
    int sent = calls.size();

    var refused = ask(models).join().unanswered().orElseThrow();
    part = HANGS;
    time.advance(Duration.ofSeconds(30));
    var probe = ask(models);
    var besides = ask(models).join();
    calls.get(sent).settle(Reply.answer("well").build());
    var after = ask(models);

    assertThat(sent).isEqualTo(2);
    assertThat(refused.failure().kind()).isEqualTo(FailureKind.CIRCUIT_OPEN);
    assertThat(refused.failure().retryAfter()).isPresent();
    assertThat(besides.unanswered().orElseThrow().failure().kind())
        .isEqualTo(FailureKind.CIRCUIT_OPEN);
    assertThat(probe.join().isAnswered()).isTrue();
    assertThat(after).isNotDone();
  }

  @Test
  void probeThatThrowsAnErrorOrHangsOrIsCancelledDoesNotWedgeTheBreaker() {
    part = fails(FailureKind.SERVER_ERROR);
    var models = withBreaker();
    ask(models).join();
    ask(models).join();

    time.advance(Duration.ofSeconds(30));
    part =
        call -> {
          throw new StackOverflowError();
        };
    ask(models).join();
    part = HANGS;
    ask(models).cancel(true);
    var hanging = ask(models);
    time.advance(Duration.ofMinutes(2));
    assertThat(hanging.join().status()).isEqualTo(ModelResult.Status.TIMED_OUT);
    time.advance(Duration.ofSeconds(30));
    part = call -> call.settle(Reply.answer("back").build());

    assertThat(ask(models).join().isAnswered()).isTrue();
    assertThat(ask(models).join().isAnswered()).isTrue();
  }

  @Test
  void callersMistakesAndCancelsDoNotOpenTheBreaker() {
    part = fails(FailureKind.INVALID_REQUEST);
    var models = withBreaker();
    for (int i = 0; i < 10; i++) {
      ask(models).join();
    }
    part = HANGS;
    for (int i = 0; i < 10; i++) {
      ask(models).cancel(true);
    }

    assertThat(ask(models)).isNotDone();
  }

  @Test
  void serversLimitsHoldEverybodyBack() {
    var limits =
        new Reply.Limits(
            OptionalLong.of(0),
            Optional.of(Duration.ofSeconds(7)),
            OptionalLong.empty(),
            Optional.empty());
    part = call -> call.settle(Reply.answer("last one").limits(limits).build());
    var models = protect(Protection.builder().followServerLimits().build());
    ask(models).join();

    var held = ask(models);
    time.advance(Duration.ofMillis(6_999));
    assertThat(calls).hasSize(1);
    time.advance(Duration.ofMillis(1));

    assertThat(held.join().isAnswered()).isTrue();
  }

  @Test
  void protectAllKeepsTheProvidersApart() {
    var models =
        open(builder().protectAll(Protection.builder().maxInFlight(1).maxQueued(0).build()));
    var atP = ask(models);
    var atQ = models.dispatcher().dispatchAsync(ModelTarget.of("q", "m"), HI);

    assertThat(atP).isNotDone();
    assertThat(atQ).isNotDone();
    assertThat(ask(models).join().isAnswered()).isFalse();
  }

  private ModelDispatch withBreaker() {
    Breaker quick = Breaker.builder().lastCalls(2).minimumCalls(2).build();
    return open(builder().retries(0).protect("p", Protection.builder().breaker(quick).build()));
  }

  private static Consumer<Call> fails(FailureKind kind) {
    return call -> call.settle(Reply.failure(Failure.builder(kind, "scripted").build()).build());
  }

  private ModelDispatch protect(Protection protection) {
    return open(builder().protect("p", protection));
  }

  private ModelDispatchBuilder builder() {
    return ModelDispatch.builder()
        .connector(new Played())
        .time(time, time)
        .callbacks(Runnable::run)
        .chance(() -> 0);
  }

  private ModelDispatch open(ModelDispatchBuilder builder) {
    ModelDispatch door = builder.build();
    doors.add(door);
    return door;
  }

  private CompletableFuture<ModelResult> ask(ModelDispatch models) {
    return models.dispatcher().dispatchAsync(ModelTarget.of("p", "m"), HI, events::add);
  }

  private List<String> waitsFor() {
    return events.stream()
        .filter(DispatchEvent.Queued.class::isInstance)
        .map(event -> ((DispatchEvent.Queued) event).waitsFor())
        .toList();
  }

  /** Plays the part that is set when a call comes. */
  private final class Played implements ModelConnector {
    @Override
    public Set<String> providers() {
      return Set.of("p", "q");
    }

    @Override
    public void call(Call call) {
      calls.add(call);
      part.accept(call);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
