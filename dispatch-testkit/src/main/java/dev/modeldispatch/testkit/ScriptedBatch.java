package dev.modeldispatch.testkit;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Dispatcher;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A batch dispatcher without sockets and threads, over any dispatcher: for tests of what stands
 * above a batch. It keeps the contract of batches. Thread-safe.
 *
 * <p>Dispatches begin on the thread that starts the batch, or that ends a slot for which another
 * one waited, so that all is under way when {@code start} returns and every schedule can be
 * asserted exactly. A dispatcher that holds its caller holds the batch, too, unless {@link
 * #launchingOn} says otherwise.
 *
 * <pre>{@code
 * var time = new VirtualTime();
 * var models = new ScriptedDispatcher(time);
 * models.target("openai/slow").after(Duration.ofSeconds(5)).answers("late");
 * models.others().answers("early");
 * Batch batch = models.batch().start(BatchRequest.of(targets, "Hi"));
 * time.advance(Duration.ofSeconds(5));                     // batch.result() is done now
 * }</pre>
 */
public final class ScriptedBatch implements BatchDispatcher {
  private final Dispatcher dispatcher;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final Executor launcher;

  private ScriptedBatch(
      Dispatcher dispatcher,
      ScheduledExecutorService timers,
      InstantSource clock,
      Executor launcher) {
    this.dispatcher = dispatcher;
    this.timers = timers;
    this.clock = clock;
    this.launcher = launcher;
  }

  /** Returns batches over this dispatcher whose deadlines pass when this time is moved. */
  public static ScriptedBatch over(Dispatcher dispatcher, VirtualTime time) {
    return over(dispatcher, time, time);
  }

  /** Returns batches over this dispatcher with these timers and this clock. */
  public static ScriptedBatch over(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
    return new ScriptedBatch(dispatcher, timers, clock, Runnable::run);
  }

  /** Returns the same batches, but their first dispatches begin on this executor. */
  public ScriptedBatch launchingOn(Executor executor) {
    return new ScriptedBatch(dispatcher, timers, clock, executor);
  }

  @Override
  public Batch start(BatchRequest request) {
    return new ScriptedBatchRun(dispatcher, clock, request).begin(timers, launcher);
  }
}
