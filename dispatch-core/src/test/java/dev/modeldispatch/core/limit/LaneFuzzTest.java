package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A lane never wedges and never lets more go than it should, whatever those do who want to go: in
 * one thread, on virtual time, so that a seed replays exactly. {@code -Ddispatch.limit.seeds=N}
 * runs more.
 */
class LaneFuzzTest {
  private static final int STEPS = 100;

  @Test
  void everySequenceKeepsTheLimitsAndLeavesNothing() {
    int seeds = Integer.getInteger("dispatch.limit.seeds", 1_000);
    var seen = new FuzzedLane.Seen();
    for (int seed = 0; seed < seeds; seed++) {
      try {
        run(new Random(seed), seen);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }

    assertThat(seen.counts())
        .as("what happened at all, or the test shows nothing")
        .allSatisfy((what, times) -> assertThat(times).as(what).isGreaterThan(seeds / 100));
  }

  private static void run(Random random, FuzzedLane.Seen seen) {
    var lane = new FuzzedLane(random, seen);
    for (int step = 0; step < STEPS; step++) {
      lane.step();
      lane.check();
    }
    lane.endAll();
    lane.check();
    lane.expectThatTheNextGoes();
  }
}
