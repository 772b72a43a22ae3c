package dev.modeldispatch.core.file;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.testkit.contract.BatchDispatcherContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Slots, turns, deadlines and cancel of batches, over dispatchers that are no files. */
class BatchFileDispatcherContractTest extends BatchDispatcherContract {
  @TempDir Path folder;
  private final List<FileDispatcher> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(FileDispatcher::close);
  }

  @Override
  protected BatchDispatcher batchOver(
      Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
    Path own = folder.resolve("suite" + opened.size());
    var files = FileDispatcher.builder(own).time(clock, timers).open();
    opened.add(files);
    return BatchFileDispatcher.builder(files).through(slots -> dispatcher).build();
  }
}
