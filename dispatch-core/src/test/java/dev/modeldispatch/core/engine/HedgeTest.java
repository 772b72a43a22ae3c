package dev.modeldispatch.core.engine;

import static dev.modeldispatch.FailureKind.INVALID_REQUEST;
import static dev.modeldispatch.FailureKind.MODEL_NOT_FOUND;
import static dev.modeldispatch.FailureKind.OVERLOADED;
import static dev.modeldispatch.core.engine.Stage.answers;
import static dev.modeldispatch.core.engine.Stage.fails;
import static dev.modeldispatch.core.engine.Stage.hangs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second target besides a slow first one. */
class HedgeTest {
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final Prompt HEDGED =
      Prompt.builder("hi").hedge(DELAY, ModelTarget.parse("b/m")).build();

  private final Stage stage = new Stage();

  @AfterEach
  void nothingIsLeft() {
    assertThat(stage.time.pendingTasks()).as("timers left").isZero();
    assertThat(stage.engine.admission().inside()).as("places left").isZero();
  }

  @Test
  void fastTargetIsAskedAlone() {
    stage.ask("a/m", HEDGED).join();
    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.asked()).containsExactly("a/m");
  }

  @Test
  void slowTargetLosesToTheHedgeAndIsAccounted() {
    stage.plays("a/m", hangs()).plays("b/m", answers("quick"));
    var future = stage.ask("a/m", HEDGED);

    stage.time.advance(DELAY.minusNanos(1));
    assertThat(stage.asked()).containsExactly("a/m");
    stage.time.advance(Duration.ofNanos(1));

    ModelResult result = future.join();
    assertThat(result.answeredBy()).hasToString("b/m");
    assertThat(stage.aborted).extracting(c -> c.target().toString()).containsExactly("a/m");
    Attempt loser = result.attempts().get(0);
    assertThat(loser.failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
    assertThat(loser.failure().orElseThrow().evidence()).isEqualTo("b/m was first");
    assertThat(loser.sent()).isEqualTo(Attempt.Sent.MAYBE);
    assertThat(result.usage().certainty()).isNotEqualTo(Usage.Certainty.EXACT);
  }

  @Test
  void firstTargetStillWinsIfItIsFirst() {
    stage.plays("a/m", hangs()).plays("b/m", hangs());
    var future = stage.ask("a/m", HEDGED);
    stage.time.advance(DELAY);

    stage.calls.get(0).settle(Reply.answer("after all").build());

    assertThat(future.join().answeredBy()).hasToString("a/m");
    assertThat(stage.aborted).extracting(c -> c.target().toString()).containsExactly("b/m");
  }

  @Test
  void firstWordOfAnAnswerDecides() {
    stage.plays("a/m", hangs()).plays("b/m", hangs());
    var future = stage.ask("a/m", HEDGED);
    stage.time.advance(DELAY);

    stage.calls.get(1).text(DispatchEvent.Text.Kind.ANSWER, "I am ");
    boolean late = stage.calls.get(0).settle(Reply.answer("too late").build());
    stage.calls.get(1).settle(Reply.answer("I am b").build());

    assertThat(late).isFalse();
    assertThat(stage.aborted).extracting(c -> c.target().toString()).containsExactly("a/m");
    assertThat(future.join().orElseThrow().text()).isEqualTo("I am b");
  }

  @Test
  void nobodyIsAskedBesidesOnceTheAnswerHasBegun() {
    stage.plays("a/m", call -> call.text(DispatchEvent.Text.Kind.ANSWER, "once upon"));
    var future = stage.ask("a/m", HEDGED);

    stage.time.advance(DELAY);
    stage.calls.get(0).settle(Reply.answer("once upon a time").build());

    assertThat(stage.asked()).containsExactly("a/m");
    assertThat(future.join().answeredBy()).hasToString("a/m");
  }

  @Test
  void thoughtsOfTheSecondAreNotHeard() {
    stage.plays("a/m", hangs()).plays("b/m", hangs());
    var future = stage.ask("a/m", HEDGED);
    stage.time.advance(DELAY);

    stage.calls.get(0).text(DispatchEvent.Text.Kind.REASONING, "hm");
    stage.calls.get(1).text(DispatchEvent.Text.Kind.REASONING, "aha");
    stage.calls.get(1).settle(Reply.answer("b").build());

    assertThat(stage.events.stream().filter(DispatchEvent.Text.class::isInstance))
        .extracting(e -> ((DispatchEvent.Text) e).text())
        .containsExactly("hm", "b");
    assertThat(future.join().answeredBy()).hasToString("b/m");
  }

  @Test
  void failureBeforeTheDelayAsksTheSecondAtOnce() {
    stage.plays("a/m", fails(MODEL_NOT_FOUND));

    assertThat(stage.ask("a/m", HEDGED).join().answeredBy()).hasToString("b/m");
  }

  @Test
  void callersMistakeIsNotHedged() {
    stage.plays("a/m", fails(INVALID_REQUEST));

    assertThat(stage.ask("a/m", HEDGED).join().isAnswered()).isFalse();
    assertThat(stage.asked()).containsExactly("a/m");
  }

  @Test
  void bothFailingIsTheLastFailure() {
    stage.plays("a/m", hangs()).plays("b/m", fails(MODEL_NOT_FOUND));
    var future = stage.ask("a/m", HEDGED);
    stage.time.advance(DELAY);
    assertThat(future).isNotDone();

    stage.calls.get(0).settle(failure(INVALID_REQUEST));

    var result = future.join().unanswered().orElseThrow();
    assertThat(result.failure().kind()).isEqualTo(INVALID_REQUEST);
    assertThat(result.attempts()).hasSize(2);
  }

  @Test
  void waitForARetryIsOverWhenTheHedgeAnswers() {
    stage.plays("a/m", fails(OVERLOADED)).plays("b/m", answers("quick"));
    var prompt = HEDGED.toBuilder().hedge(Duration.ofMillis(100), ModelTarget.parse("b/m")).build();
    var future = stage.ask("a/m", prompt);

    stage.time.advance(Duration.ofMillis(100));

    assertThat(future.join().answeredBy()).hasToString("b/m");
    assertThat(stage.asked()).containsExactly("a/m", "b/m");
  }

  @Test
  void sameProviderIsNoHedge() {
    stage.plays("a/m", hangs());
    var prompt = HEDGED.toBuilder().hedge(DELAY, ModelTarget.parse("a/other")).build();
    var future = stage.ask("a/m", prompt);

    stage.time.advance(Duration.ofMinutes(2));

    assertThat(future.join()).isInstanceOf(TimedOut.class);
    assertThat(future.join().notes())
        .containsExactly("not hedged: a/other is of the same provider as a/m.");
  }

  @Test
  void hedgesOfATargetThatIsAlwaysSlowEndWithItsBudget() {
    stage.plays("a/m", hangs()).plays("b/m", answers("quick"));

    for (int i = 0; i < 30; i++) {
      CompletableFuture<ModelResult> unused = stage.ask("a/m", HEDGED);
      stage.time.advance(Duration.ofMinutes(3));
    }

    assertThat(stage.asked().stream().filter("b/m"::equals)).hasSize(10);
  }

  @Test
  void cancelEndsBoth() {
    stage.plays("a/m", hangs()).plays("b/m", hangs());
    var future = stage.ask("a/m", HEDGED);
    stage.time.advance(DELAY);

    future.cancel(true);

    assertThat(stage.aborted).hasSize(2);
  }

  @Test
  void deadlineEndsBoth() {
    stage.plays("a/m", hangs()).plays("b/m", hangs());
    var future = stage.ask("a/m", HEDGED.toBuilder().timeout(Duration.ofSeconds(5)).build());

    stage.time.advance(Duration.ofSeconds(5));

    assertThat(future.join()).isInstanceOf(TimedOut.class);
    assertThat(future.join().attempts()).hasSize(2);
    assertThat(stage.aborted).hasSize(2);
  }

  @Test
  void targetIsNotAskedTwiceAsHedgeAndAsFallback() {
    stage.plays("a/m", hangs()).plays("b/m", fails(MODEL_NOT_FOUND));
    var future = stage.ask("a/m", HEDGED.toBuilder().fallbacks(Fallbacks.of("b/m", "c/m")).build());
    stage.time.advance(DELAY);

    stage.calls.get(0).settle(failure(MODEL_NOT_FOUND));

    assertThat(future.join().answeredBy()).hasToString("c/m");
    assertThat(stage.asked()).containsExactly("a/m", "b/m", "c/m");
  }

  private static Reply failure(FailureKind kind) {
    return Reply.failure(dev.modeldispatch.Failure.builder(kind, "scripted").build()).build();
  }
}
