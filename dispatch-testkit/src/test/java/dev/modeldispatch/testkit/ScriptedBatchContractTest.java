package dev.modeldispatch.testkit;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.testkit.contract.BatchDispatcherContract;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

class ScriptedBatchContractTest extends BatchDispatcherContract {
  private final ExecutorService launcher = Executors.newCachedThreadPool();

  @Override
  protected BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
    return ScriptedBatch.over(dispatcher, timers, clock).launchingOn(launcher);
  }

  @AfterEach
  void close() {
    launcher.shutdownNow();
  }
}
