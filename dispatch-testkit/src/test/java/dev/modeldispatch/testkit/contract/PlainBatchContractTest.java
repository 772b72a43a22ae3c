package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

class PlainBatchContractTest extends BatchDispatcherContract {
  @Override
  protected BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
    return PlainBatch.over(dispatcher, timers, clock);
  }
}
