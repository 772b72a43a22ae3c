package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the rules of a batch share: scripted models on virtual time, and short words. */
abstract class BatchFixture {
  static final Prompt HI = Prompt.of("Hi");
  static final List<ModelTarget> ABC = ModelTarget.list("a/1", "b/2", "c/3");

  final VirtualTime time = new VirtualTime();
  final ScriptedDispatcher models = new ScriptedDispatcher(time);
  final RecordingListener heard = new RecordingListener();

  Batch start(BatchRequest request) {
    return batchOver(models, time, time).start(request);
  }

  /** The hostile one for the second target, the scripted one for the others. */
  Dispatcher mixed(Dispatcher hostile) {
    return (target, prompt, listener) ->
        (target.equals(ABC.get(1)) ? hostile : models).dispatchAsync(target, prompt, listener);
  }

  BatchResult end(Batch batch) throws InterruptedException {
    return get(batch.result());
  }

  <T> T get(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("A result of a batch did not complete normally.", e);
    }
  }

  static List<Status> statuses(BatchResult result) {
    return result.results().stream().map(ModelResult::status).toList();
  }

  static List<Cancelled.Reason> reasons(BatchResult result) {
    return result.results().stream()
        .filter(Cancelled.class::isInstance)
        .map(r -> ((Cancelled) r).reason())
        .toList();
  }

  /** Returns a batch over this dispatcher, with these timers and this clock and no others. */
  protected abstract BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock);

  /** {@return how long a test waits, in real time, for what has to come; 10 s by default} */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }
}
