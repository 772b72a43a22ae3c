package dev.modeldispatch.races;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.ModelDispatch;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** An answer comes while the caller cancels: one result, told once, and both sides agree on it. */
@JCStressTest
@Outcome(id = "answered, told 1", expect = Expect.ACCEPTABLE, desc = "the answer was first")
@Outcome(id = "cancelled, told 1", expect = Expect.ACCEPTABLE, desc = "the cancel was first")
@State
public class AnswerOrCancel {
  private static final ModelTarget TARGET = ModelTarget.parse("race/model");
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<String, CompletableFuture<Call>> CALLS = new ConcurrentHashMap<>();
  private static final ModelDispatch MODELS =
      ModelDispatch.builder().connector(new Caught()).maxInFlight(Integer.MAX_VALUE).build();

  /** Hands each call to who made the prompt. */
  private static final class Caught implements ModelConnector {
    @Override
    public Set<String> providers() {
      return Set.of("race");
    }

    @Override
    public void call(Call call) {
      CALLS.get(call.prompt().text()).complete(call);
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private final AtomicInteger told = new AtomicInteger();
  private final CompletableFuture<ModelResult> future;
  private final Call call;

  public AnswerOrCancel() {
    String id = Long.toString(COUNT.incrementAndGet());
    CALLS.put(id, new CompletableFuture<>());
    future =
        MODELS
            .dispatcher()
            .dispatchAsync(
                TARGET,
                Prompt.of(id),
                event -> {
                  if (event instanceof DispatchEvent.Settled) {
                    told.incrementAndGet();
                  }
                });
    call = CALLS.get(id).join();
    CALLS.remove(id);
  }

  @Actor
  public void answers() {
    call.settle(Reply.answer("yes").build());
  }

  @Actor
  public void cancels() {
    future.cancel(true);
  }

  @Arbiter
  public void agree(LL_Result result) {
    String how;
    try {
      how = future.join().isAnswered() ? "answered" : "not answered";
    } catch (CancellationException e) {
      how = "cancelled";
    }
    while (told.get() == 0) {
      Thread.onSpinWait();
    }
    result.r1 = how;
    result.r2 = "told " + told.get();
  }
}
