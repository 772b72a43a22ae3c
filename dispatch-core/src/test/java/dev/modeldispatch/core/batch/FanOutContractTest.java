package dev.modeldispatch.core.batch;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.contract.BatchDispatcherContract;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

class FanOutContractTest extends BatchDispatcherContract {
  private final ExecutorService callbacks = DispatchThreads.callbacks(DispatchThreads.timers());

  @AfterEach
  void close() {
    callbacks.shutdownNow();
  }

  @Override
  protected BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
    return FanOut.over(dispatcher, new Resources(clock, timers, callbacks));
  }
}
