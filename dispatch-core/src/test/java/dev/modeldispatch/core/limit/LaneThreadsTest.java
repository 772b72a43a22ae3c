package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eight threads enter, end and withdraw at one lane; at the end nothing is left. */
class LaneThreadsTest {
  private static final int THREADS = 8;
  private static final int WISHES = 5_000;
  private static final int PLACES = 5;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  static List<LaneSettings> settings() {
    var places = OptionalInt.of(PLACES);
    var breaker = new BreakerSettings(90, 20, 10, Duration.ofMillis(50), Duration.ofSeconds(10));
    return List.of(
        new LaneSettings(
            places, 20, OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), false),
        new LaneSettings(
            places,
            20,
            OptionalInt.of(600_000),
            OptionalLong.of(6_000_000),
            Optional.of(breaker),
            true));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void nothingIsLeftAndEachWishHasOneEnd(LaneSettings settings) throws Exception {
    var rig = LaneRig.of(settings);
    List<List<ThreadedWish>> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    var together = new CyclicBarrier(THREADS);
    for (int i = 0; i < THREADS; i++) {
      List<ThreadedWish> mine = new ArrayList<>();
      all.add(mine);
      threads.add(new Thread(() -> work(rig.lane, together, mine)));
    }

    threads.forEach(Thread::start);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      rig.time.advance(Duration.ofMillis(1));
      threads.get(0).join(1);
    }
    rig.time.advance(Duration.ofMinutes(5));

    assertThat(rig.inFlight()).isZero();
    assertThat(rig.queued()).isZero();
    assertThat(rig.time.pendingTasks()).isZero();
    assertThat(most).hasValueLessThanOrEqualTo(PLACES);
    assertThat(all).flatMap(mine -> mine).hasSize(THREADS * WISHES);
    assertThat(all).flatMap(mine -> mine).allMatch(wish -> wish.ends.get() == 1);
  }

  private void work(Lane lane, CyclicBarrier together, List<ThreadedWish> mine) {
    try {
      together.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < WISHES; i++) {
      var wish = new ThreadedWish();
      mine.add(wish);
      Entry entry = lane.enter(wish);
      if (entry instanceof Entry.Go go) {
        wish.goes();
        go.pass().ended(Reply.answer("yes").build());
      } else if (entry instanceof Entry.Refused refused) {
        wish.refused(refused.failure());
      } else if (ThreadLocalRandom.current().nextBoolean() && lane.withdraw(wish)) {
        wish.ends.incrementAndGet();
      }
    }
  }

  /** Ends at once, one way or the other. */
  private final class ThreadedWish implements Wish {
    private final AtomicInteger ends = new AtomicInteger();

    @Override
    public ModelTarget target() {
      return ModelTarget.of("openai", "m");
    }

    @Override
    public long tokens() {
      return 5;
    }

    @Override
    public Duration remaining() {
      return Duration.ofMinutes(2);
    }

    @Override
    public void admitted(Pass pass) {
      goes();
      switch (ThreadLocalRandom.current().nextInt(4)) {
        case 0 -> pass.ended(Reply.answer("yes").build());
        case 1 -> pass.ended(failure(FailureKind.SERVER_ERROR));
        case 2 -> pass.calledOff(FailureKind.CANCELLED, Duration.ZERO, Attempt.Sent.MAYBE);
        default -> throw new IllegalStateException("a wish");
      }
    }

    void goes() {
      most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      ends.incrementAndGet();
      inFlight.decrementAndGet();
    }

    @Override
    public void refused(Failure failure) {
      ends.incrementAndGet();
    }

    @Override
    public void waitsFor(String what) {
      // For what it waits makes no difference to it.
    }

    private Reply failure(FailureKind kind) {
      return Reply.failure(Failure.builder(kind, "scripted").build()).build();
    }
  }
}
