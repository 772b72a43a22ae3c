package dev.modeldispatch.core.file;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two runs want a folder's turn: each has it once, and never two at a time. */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "one after the other")
@State
public class OneTurnAtATime {
  private final Turns turns = new Turns();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger had = new AtomicInteger();

  private void turn() {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    had.incrementAndGet();
    now.decrementAndGet();
    turns.end();
  }

  @Actor
  public void one() {
    turns.await(this::turn);
  }

  @Actor
  public void two() {
    turns.await(this::turn);
  }

  @Arbiter
  public void count(II_Result result) {
    result.r1 = had.get();
    result.r2 = most.get();
  }
}
