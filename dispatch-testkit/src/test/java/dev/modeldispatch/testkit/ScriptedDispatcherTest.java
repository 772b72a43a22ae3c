package dev.modeldispatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedDispatcherTest {
  private static final ModelTarget A = ModelTarget.parse("openai/a");
  private static final Prompt HI = Prompt.of("Hi");

  private final VirtualTime time = new VirtualTime();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time);
  private final RecordingListener heard = new RecordingListener();

  @Test
  void anImmediateAnswerIsThereWhenTheCallReturns() {
    models.target("openai/a").answers("blue");

    var result = models.dispatchAsync(A, HI, heard).getNow(null);

    assertThat(result.orElseThrow().text()).isEqualTo("blue");
    assertThat(result.attempts()).extracting(Attempt::sent).containsExactly(Attempt.Sent.YES);
    assertThat(heard.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("AttemptStarted", "Text", "Settled");
  }

  @Test
  void aSequencePlaysInOrderAndItsLastBehaviourRepeats() {
    models.target("openai/a").fails(FailureKind.RATE_LIMITED).times(2).then().answers("well");

    var statuses = IntStream.range(0, 4).mapToObj(i -> models.dispatch(A, HI).status()).toList();

    assertThat(statuses)
        .containsExactly(
            ModelResult.Status.FAILED,
            ModelResult.Status.FAILED,
            ModelResult.Status.ANSWERED,
            ModelResult.Status.ANSWERED);
  }

  @Test
  void aDelayedAnswerComesWhenTimeIsMoved() {
    models.target("openai/a").after(Duration.ofSeconds(5)).tells("bl").answers("ue");
    var future = models.dispatchAsync(A, HI, heard);

    assertThat(heard.events(DispatchEvent.Text.class)).extracting("text").containsExactly("bl");
    assertThat(future).isNotDone();
    time.advance(Duration.ofSeconds(5));

    var answer = future.join().orElseThrow();
    assertThat(answer.text()).isEqualTo("blue");
    assertThat(answer.elapsed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(heard.events(DispatchEvent.Text.class))
        .extracting("text")
        .containsExactly("bl", "ue");
  }

  @Test
  void aFunctionAnswersFromThePrompt() {
    models.target("openai/a").answers(prompt -> prompt.text() + "!");

    assertThat(models.dispatch(A, HI).orElseThrow().text()).isEqualTo("Hi!");
  }

  @Test
  void aFunctionThatThrowsIsAFailureNotAnException() {
    models
        .target("openai/a")
        .answers(
            prompt -> {
              throw new IllegalStateException("no");
            });

    var failure = failure(models.dispatch(A, HI));

    assertThat(failure.failure().kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(failure.failure().evidence()).contains("IllegalStateException");
  }

  @Test
  void aTargetWithoutAScriptFailsAndTheScriptedOnesAreNamed() {
    models.target("openai/b").answers("b");

    var failure = failure(models.dispatch(A, HI)).failure();

    assertThat(failure.kind()).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(failure.message()).contains("openai/a").contains("openai/b");
  }

  @Test
  void aHangingTargetEndsAtThePromptsTimeout() {
    models.target("openai/a").tells("par").hangs();
    var prompt = Prompt.builder("Hi").timeout(Duration.ofSeconds(3)).build();
    var future = models.dispatchAsync(A, prompt);

    time.advance(Duration.ofSeconds(3));

    var result = (TimedOut) future.join();
    assertThat(result.deadline()).isEqualTo(TimedOut.Deadline.DISPATCH);
    assertThat(result.partialText()).contains("par");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void cancelEndsTheWorkAndLeavesNoTimer() {
    models.target("openai/a").after(Duration.ofSeconds(3)).answers("late");
    var future = models.dispatchAsync(A, HI, heard);

    assertThat(future.cancel(true)).isTrue();

    assertThat(future).isCancelled();
    assertThat(heard.settled())
        .singleElement()
        .satisfies(r -> assertThat(r).isInstanceOf(Cancelled.class));
    assertThat(time.pendingTasks()).isZero();
    assertThat(models.running()).isZero();
    assertThat(models.mostRunning()).isEqualTo(1);
  }

  @Test
  void everyOtherTargetPlaysACopyOfItsOwn() {
    models.others().fails(FailureKind.OVERLOADED).then().answers("well");

    var statuses =
        ModelTarget.list("x/1", "x/2").stream().map(t -> models.dispatch(t, HI).status()).toList();

    assertThat(statuses).containsOnly(ModelResult.Status.FAILED);
  }

  @Test
  void twoBehavioursWithoutThenAreRefused() {
    models.target("openai/a").answers("one");

    assertThatThrownBy(() -> models.target("openai/a").hangs())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openai/a")
        .hasMessageContaining("then()");
  }

  @Test
  void thenBeforeAnyBehaviourIsRefused() {
    assertThatThrownBy(() -> models.target("openai/a").then())
        .hasMessageContaining("follows a behaviour");
  }

  @Test
  void callsAreRememberedWithoutTheirTextInToString() {
    models.target("openai/a").answers("secret answer");
    var result = models.dispatch(A, "secret question");

    assertThat(models.calls()).singleElement().extracting("target").isEqualTo(A);
    assertThat(models.calls() + " " + result + models.target("openai/a"))
        .doesNotContain("secret question")
        .doesNotContain("secret answer");
  }

  @Test
  void anImmediateAnswerAllocatesUnder300Bytes() {
    models.others().answers("well");
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    IntStream.range(0, 20_000).forEach(i -> models.dispatchAsync(A, HI).join());

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      models.dispatchAsync(A, HI).join();
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000;

    assertThat(each).isLessThan(300);
  }

  private static Unanswered failure(ModelResult result) {
    return result.fold(
        (Answered a) -> {
          throw new AssertionError("an answer: " + a);
        },
        u -> u);
  }

  @Test
  void anAnswerIsToldWordByWordAsTimePasses() {
    models.target(A).every(Duration.ofSeconds(1)).streams("The sky is blue.");
    var heard = new RecordingListener();
    var result = models.dispatchAsync(A, HI, heard);

    time.advance(Duration.ofSeconds(2));
    assertThat(heard.heard().text()).isEqualTo("The sky ");
    assertThat(result).isNotDone();

    time.advance(Duration.ofSeconds(2));
    assertThat(result.join().orElseThrow().text()).isEqualTo("The sky is blue.");
    assertThat(result.join().elapsed()).isEqualTo(Duration.ofSeconds(4));
    assertThat(heard.heard().names())
        .containsExactly("AttemptStarted", "Text", "Text", "Text", "Text", "Settled");
  }

  @Test
  void aCancelKeepsThePiecesThatWereToldAndTellsNoMore() {
    models.target(A).every(Duration.ofSeconds(1)).tells("one ", "two ", "three").hangs();
    var heard = new RecordingListener();
    var running = models.dispatchAsync(A, HI, heard);
    time.advance(Duration.ofSeconds(2));

    running.cancel(true);
    time.advance(Duration.ofSeconds(5));

    var cancelled = (Cancelled) heard.settled().get(0);
    assertThat(cancelled.partialText()).contains("one two ");
    assertThat(heard.heard().text()).isEqualTo("one two ");
    assertThat(time.pendingTasks()).isZero();
  }
}
