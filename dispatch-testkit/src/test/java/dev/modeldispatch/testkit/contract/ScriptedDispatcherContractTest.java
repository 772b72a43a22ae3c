package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

class ScriptedDispatcherContractTest extends DispatcherContract {
  private final VirtualTime time = new VirtualTime();
  private final ExecutorService callbacks = Executors.newCachedThreadPool();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time, time, callbacks);

  ScriptedDispatcherContractTest() {
    models.target("openai/failing").fails(FailureKind.SERVER_ERROR);
    models.target("openai/hanging").hangs();
  }

  @AfterEach
  void close() {
    callbacks.shutdownNow();
  }

  @Override
  protected Dispatcher dispatcher() {
    return models;
  }

  @Override
  protected ModelTarget answering(String text) {
    var target = ModelTarget.of("openai", "answering-" + models.calls().size());
    models.target(target).answers(text);
    return target;
  }

  @Override
  protected ModelTarget failing() {
    return ModelTarget.parse("openai/failing");
  }

  @Override
  protected ModelTarget hanging() {
    return ModelTarget.parse("openai/hanging");
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
  protected void letPass(Duration passed) {
    time.advance(passed);
  }
}
