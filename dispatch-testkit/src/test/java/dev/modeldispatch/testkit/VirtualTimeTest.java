package dev.modeldispatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> ran = new ArrayList<>();
  private final List<ScheduledFuture<?>> tasks = new ArrayList<>();

  @Test
  void tasksRunInOrderOfDueTimeThenOfSubmission() {
    schedule("late", 20);
    schedule("first", 10);
    schedule("second", 10);

    time.advance(Duration.ofMillis(20));

    assertThat(ran).containsExactly("first@10", "second@10", "late@20");
  }

  @Test
  void aTaskThatATaskSubmitsRunsInTheSameAdvanceIfItFallsDue() {
    tasks.add(time.schedule(() -> schedule("inner", 5), 10, TimeUnit.MILLISECONDS));

    time.advance(Duration.ofMillis(15));

    assertThat(ran).containsExactly("inner@15");
  }

  @Test
  void nothingRunsBeforeItIsDue() {
    schedule("later", 10);

    time.advance(Duration.ofMillis(9));

    assertThat(ran).isEmpty();
    assertThat(time.untilNext()).contains(Duration.ofMillis(1));
    assertThat(time.pendingTasks()).isEqualTo(1);
  }

  @Test
  void executeRunsWhenReadyTasksAreRun() {
    time.execute(() -> ran.add("now"));

    assertThat(ran).isEmpty();
    time.runReady();

    assertThat(ran).containsExactly("now");
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void aPeriodicTaskRunsAtEachOfItsInstantsUntilItIsCancelled() {
    ScheduledFuture<?> tick =
        time.scheduleAtFixedRate(() -> ran.add(at("tick")), 10, 20, TimeUnit.MILLISECONDS);
    time.advance(Duration.ofMillis(50));

    tick.cancel(false);
    time.advance(Duration.ofSeconds(1));

    assertThat(ran).containsExactly("tick@10", "tick@30", "tick@50");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void aPeriodicTaskThatThrowsEnds() {
    var tick =
        time.scheduleWithFixedDelay(
            () -> {
              throw new IllegalStateException("tick");
            },
            1,
            1,
            TimeUnit.SECONDS);

    time.advance(Duration.ofSeconds(5));

    assertThatThrownBy(tick::get).hasRootCauseMessage("tick");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void aTaskMayCancelItself() {
    List<ScheduledFuture<?>> self = new ArrayList<>();
    self.add(
        time.scheduleAtFixedRate(
            () -> {
              ran.add(at("once"));
              self.get(0).cancel(false);
            },
            1,
            1,
            TimeUnit.MILLISECONDS));

    time.advance(Duration.ofMillis(10));

    assertThat(ran).containsExactly("once@1");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void aCancelledTaskIsGone() {
    var task = time.schedule(() -> ran.add("never"), 1, TimeUnit.MILLISECONDS);

    assertThat(task.cancel(false)).isTrue();

    assertThat(time.pendingTasks()).isZero();
    time.advance(Duration.ofSeconds(1));
    assertThat(ran).isEmpty();
  }

  @Test
  void theClockStandsAtTheDueInstantOfTheTaskThatRuns() throws Exception {
    var noon = new VirtualTime(Instant.parse("2026-06-01T12:00:00Z"));
    var seen = noon.schedule(noon::instant, 90, TimeUnit.SECONDS);

    noon.advance(Duration.ofMinutes(5));

    assertThat(seen.get()).isEqualTo("2026-06-01T12:01:30Z");
    assertThat(noon.instant()).isEqualTo("2026-06-01T12:05:00Z");
  }

  @Test
  void aTaskKnowsHowLongItStillWaits() {
    schedule("task", 10);

    time.advance(Duration.ofMillis(4));

    assertThat(tasks.get(0).getDelay(TimeUnit.MILLISECONDS)).isEqualTo(6);
  }

  @Test
  void shutdownRefusesNewTasksDropsPeriodicOnesAndKeepsDelayedOnes() {
    schedule("delayed", 10);
    tasks.add(time.scheduleAtFixedRate(() -> ran.add("tick"), 1, 1, TimeUnit.MILLISECONDS));

    time.shutdown();

    assertThat(time.isShutdown()).isTrue();
    assertThat(time.isTerminated()).isFalse();
    assertThatThrownBy(() -> schedule("new", 1)).isInstanceOf(RejectedExecutionException.class);
    time.advance(Duration.ofMillis(10));
    assertThat(ran).containsExactly("delayed@10");
    assertThat(time.awaitTermination(1, TimeUnit.DAYS)).isTrue();
  }

  @Test
  void shutdownNowDropsAll() {
    schedule("dropped", 10);

    assertThat(time.shutdownNow()).hasSize(1);

    assertThat(time.isTerminated()).isTrue();
  }

  @Test
  void aTaskThatMovesTimeIsMisuse() {
    var nested = time.submit(() -> time.advance(Duration.ofSeconds(1)));

    time.runReady();

    assertThatThrownBy(nested::get).hasMessageContaining("let the test do so");
  }

  @Test
  void timeDoesNotRunBackwards() {
    assertThatThrownBy(() -> time.advance(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tasksOfOtherThreadsAreAwaitedAndRunHere() throws Exception {
    var ranOn = new ArrayList<Thread>();
    var go = new CountDownLatch(1);
    var other =
        new Thread(
            () -> {
              go.countDown();
              time.execute(() -> ranOn.add(Thread.currentThread()));
            });
    other.start();
    go.await();

    time.awaitPendingTasks(1, Duration.ofSeconds(5));
    time.runReady();

    assertThat(ranOn).containsExactly(Thread.currentThread());
    other.join();
  }

  @Test
  void awaitingTasksThatNobodySubmitsFails() {
    assertThatThrownBy(() -> time.awaitPendingTasks(2, Duration.ofMillis(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("0 of 2 tasks");
  }

  private void schedule(String name, int millis) {
    tasks.add(time.schedule(() -> ran.add(at(name)), millis, TimeUnit.MILLISECONDS));
  }

  private String at(String name) {
    return name + "@" + time.elapsed().toMillis();
  }
}
