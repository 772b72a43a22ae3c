package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are pulled, from a model that talks as fast as it may. */
class StreamTest {
  private static final String KIB = "x".repeat(1 << 10);
  private static final String ENDLESS = "talk/20000"; // 20 MiB: more than anybody here takes

  private final VirtualTime time = new VirtualTime();
  private final Talker talker = new Talker(KIB, Runnable::run);
  private final Puller puller = new Puller();
  private final ModelDispatch models =
      ModelDispatch.builder()
          .connector(talker)
          .time(time, time)
          .callbacks(Runnable::run)
          .dispatchTimeout(Duration.ofMinutes(2))
          .build();

  @AfterEach
  void close() {
    models.close();
    assertThat(talker.held).as("held back for ever").hasValue(0);
    assertThat(time.pendingTasks()).as("timers left").isZero();
  }

  @Test
  void eventsComeInOrderAndTheResultIsTheLast() {
    models.stream("talk/3", "hi").subscribe(puller);

    puller.pull(Long.MAX_VALUE);

    assertThat(puller.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("AttemptStarted", "Text", "Text", "Text", "Settled");
    assertThat(puller.result().orElseThrow().text()).isEqualTo("said");
    assertThat(puller.completions()).isOne();
  }

  @Test
  void noMoreComesThanIsRequested() {
    models.stream("talk/3", "hi").subscribe(puller);

    for (int pulled = 0; pulled < 5; pulled++) {
      assertThat(puller.events).hasSize(pulled);
      assertThat(puller.completions()).isZero();
      puller.pull(1);
    }

    assertThat(puller.events).hasSize(5);
    assertThat(puller.completions()).isOne();
  }

  @Test
  void endlessTextIsHeldBackFromWhoDoesNotPull() {
    models.stream(ENDLESS, "hi").subscribe(puller);

    assertThat(talker.said).hasValue(257);
    assertThat(talker.held).hasValue(1);
    puller.cancel();
  }

  @Test
  void neverMoreThan256KibAndAPieceWaitForASlowSubscriber() {
    models.stream(ENDLESS, "hi").subscribe(puller);

    for (int i = 0; i < 5_000; i++) {
      puller.pull(1);
      assertThat(talker.said.get() - puller.texts()).isBetween(127L, 257L);
    }

    puller.cancel();
  }

  @Test
  void nothingBeginsBeforeSomebodySubscribes() {
    var stream = models.stream(ModelTarget.of("talk", "3"), Prompt.of("hi"));
    assertThat(talker.calls).hasValue(0);

    stream.subscribe(puller);
    stream.subscribe(new Puller());

    assertThat(talker.calls).hasValue(2);
  }

  @Test
  void cancelWhilePausedEndsTheWorkAndSignalsNothingMore() {
    models.stream(ENDLESS, "hi").subscribe(puller);
    puller.pull(3);
    long said = talker.said.get();

    puller.cancel();
    puller.pull(10);

    assertThat(talker.aborted).hasValue(1);
    assertThat(talker.held).hasValue(0);
    assertThat(talker.said).hasValue(said);
    assertThat(puller.events).hasSize(3);
    assertThat(puller.completions() + puller.errors.size()).isZero();
  }

  @Test
  void deadlineHoldsWhilePaused() {
    models.stream(ENDLESS, "hi").subscribe(puller);
    puller.pull(3);

    time.advance(Duration.ofMinutes(2));

    assertThat(talker.aborted).hasValue(1);
    assertThat(talker.held).hasValue(0);
    assertThat(puller.events).hasSize(3);
    puller.pull(Long.MAX_VALUE);
    assertThat(puller.result()).isInstanceOf(TimedOut.class);
    assertThat(puller.completions()).isOne();
  }

  @Test
  void failureIsAResult() {
    models.stream("talk/0", "hi").subscribe(puller);

    puller.pull(Long.MAX_VALUE);

    assertThat(puller.result().unanswered().orElseThrow().failure().kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(puller.errors).isEmpty();
  }

  @Test
  void closedDoorIsAResultToo() {
    models.close();

    models.stream(ENDLESS, "hi").subscribe(puller);
    puller.pull(1);

    assertThat(puller.result()).isInstanceOf(Cancelled.class);
    assertThat(puller.completions()).isOne();
  }

  @Test
  void requestOfNothingIsAnErrorAndEndsTheWork() {
    models.stream(ENDLESS, "hi").subscribe(puller);

    puller.pull(0);
    puller.pull(-1);

    assertThat(puller.errors).singleElement().isInstanceOf(IllegalArgumentException.class);
    assertThat(puller.errors.get(0)).hasMessageContaining("request(0)").hasMessageContaining("3.9");
    assertThat(puller.events).isEmpty();
    assertThat(puller.completions()).isZero();
    assertThat(talker.aborted).hasValue(1);
  }

  @Test
  void whoCancelsAtOnceStartsNothing() {
    models.stream(ENDLESS, "hi").subscribe(onSubscribe(Flow.Subscription::cancel));

    assertThat(talker.calls).hasValue(0);
  }

  @Test
  void whoRequestsNothingAtOnceStartsNothing() {
    var hasty = onSubscribe(subscription -> subscription.request(0));
    models.stream(ENDLESS, "hi").subscribe(hasty);

    assertThat(talker.calls).hasValue(0);
    assertThat(hasty.errors).hasSize(1);
  }

  @Test
  void subscriberThatThrowsIsHeardNoMore() {
    var thrower =
        new Puller() {
          @Override
          public void onNext(DispatchEvent event) {
            super.onNext(event);
            throw new IllegalStateException("a subscriber's mistake");
          }
        };
    models.stream(ENDLESS, "hi").subscribe(thrower);

    thrower.pull(5);

    assertThat(thrower.events).hasSize(1);
    assertThat(talker.aborted).hasValue(1);
    assertThat(thrower.errors).isEmpty();
  }

  @Test
  void schemaThatIsNoneIsAnError() {
    var prompt = Prompt.builder("hi").jsonSchema("{\"type\":\"thing\"}").build();
    models.stream("talk/3", prompt).subscribe(puller);

    assertThat(puller.errors).singleElement().isInstanceOf(IllegalArgumentException.class);
    assertThat(talker.calls).hasValue(0);
  }

  @Test
  void targetThatIsNoneIsRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> models.stream("talk", "hi"));
  }

  @Test
  void pullingFromInsideOfAnEventDoesNotPileUp() {
    var greedy =
        new Puller() {
          @Override
          public void onNext(DispatchEvent event) {
            super.onNext(event);
            pull(1);
          }
        };
    models.stream("talk/5000", "hi").subscribe(greedy);

    greedy.pull(1);

    assertThat(greedy.texts()).isEqualTo(5_000);
    assertThat(greedy.completions()).isOne();
  }

  @Test
  void listenerThatBlocksForEverStopsNeitherDeadlineNorAbort() throws Exception {
    var blocked = new CountDownLatch(1);
    ExecutorService callbacks = Executors.newCachedThreadPool();
    try (var own =
        ModelDispatch.builder()
            .connector(talker)
            .time(time, time)
            .callbacks(callbacks)
            .dispatchTimeout(Duration.ofMinutes(2))
            .build()) {
      var future =
          own.dispatcher()
              .dispatchAsync(
                  ModelTarget.parse(ENDLESS),
                  Prompt.of("hi"),
                  event -> awaitIgnoringInterrupts(blocked));
      await().until(() -> talker.held.get() == 1 && talker.said.get() >= 257);

      time.advance(Duration.ofMinutes(2));

      assertThat(talker.aborted).hasValue(1);
      assertThat(talker.held).hasValue(0);
      assertThat(future.get(5, TimeUnit.SECONDS)).isInstanceOf(TimedOut.class);
    } finally {
      blocked.countDown();
      callbacks.shutdown();
    }
  }

  private static void awaitIgnoringInterrupts(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Puller onSubscribe(Consumer<Flow.Subscription> act) {
    return new Puller() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        super.onSubscribe(subscription);
        act.accept(subscription);
      }
    };
  }
}
