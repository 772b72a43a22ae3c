package dev.modeldispatch.core.usage;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LJ_Result;

/** A counted dispatch is answered while it is cancelled: it is in the ledger once. */
@JCStressTest
@Outcome(id = "answered, 1", expect = Expect.ACCEPTABLE, desc = "the answer was first")
@Outcome(id = "cancelled, 1", expect = Expect.ACCEPTABLE, desc = "the cancel was first")
@State
public class WrittenDownOnce {
  private static final ModelTarget TARGET = ModelTarget.parse("race/model");

  /** What ends once, as dispatchers do. */
  private static final class Work implements ResultFuture.Work<ModelResult> {
    private final AtomicReference<ModelResult> end = new AtomicReference<>();
    private final ResultFuture<ModelResult> future = new ResultFuture<>(this);

    void answer() {
      ModelResult answer = ModelResult.builder(TARGET).answered("yes");
      if (end.compareAndSet(null, answer)) {
        future.settle(answer);
      }
    }

    @Override
    public boolean cancel() {
      return end.compareAndSet(
          null, ModelResult.builder(TARGET).cancelled(Cancelled.Reason.CALLER));
    }

    @Override
    public Optional<ModelResult> outcome() {
      return Optional.ofNullable(end.get());
    }
  }

  private final Work work = new Work();
  private final UsageLedger ledger = new UsageLedger();
  private final CompletableFuture<ModelResult> future =
      TokenTracking.over((target, prompt, listener) -> work.future, ledger)
          .dispatchAsync(TARGET, Prompt.of("x"), DispatchListener.none());

  @Actor
  public void answers() {
    work.answer();
  }

  @Actor
  public void cancels() {
    future.cancel(true);
  }

  @Arbiter
  public void agree(LJ_Result result) {
    result.r1 = future.isCancelled() ? "cancelled" : future.isDone() ? "answered" : "open";
    result.r2 = ledger.totals().calls();
  }
}
