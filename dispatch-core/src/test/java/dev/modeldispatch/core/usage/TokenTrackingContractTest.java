package dev.modeldispatch.core.usage;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import dev.modeldispatch.testkit.contract.DispatcherContract;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;

/** A tracked dispatcher keeps what a dispatcher keeps. */
class TokenTrackingContractTest extends DispatcherContract {
  private final VirtualTime time = new VirtualTime();
  private final ExecutorService callbacks = DispatchThreads.callbacks(time);
  private final ScriptedDispatcher models = new ScriptedDispatcher(time, time, callbacks);
  private final TokenTracking tracking = TokenTracking.over(models, new UsageLedger());
  private int scripted;

  @AfterEach
  void close() {
    callbacks.shutdownNow();
  }

  @Override
  protected Dispatcher dispatcher() {
    return tracking;
  }

  @Override
  protected ModelTarget answering(String text) {
    var target = ModelTarget.of("script", "answering" + ++scripted);
    models.target(target).answers(text);
    return target;
  }

  @Override
  protected ModelTarget failing() {
    var target = ModelTarget.of("script", "failing" + ++scripted);
    models.target(target).fails(FailureKind.AUTH_REJECTED);
    return target;
  }

  @Override
  protected ModelTarget hanging() {
    var target = ModelTarget.of("script", "hanging");
    if (models.running() == 0) {
      models.target(target).hangs();
    }
    return target;
  }

  @Override
  protected void awaitWorking(int dispatches) throws InterruptedException {
    models.awaitRunning(dispatches, patience());
  }

  @Override
  protected void awaitIdle() throws InterruptedException {
    models.awaitRunning(0, patience());
  }

  @Override
  protected void letPass(Duration passing) {
    time.advance(passing);
  }
}
