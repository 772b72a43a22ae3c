package dev.modeldispatch.core.batch;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.core.internal.Resources;

/** The batch dispatcher over any dispatcher. Thread-safe. */
public final class FanOut implements BatchDispatcher {
  private final Dispatcher dispatcher;
  private final Resources resources;

  private FanOut(Dispatcher dispatcher, Resources resources) {
    this.dispatcher = dispatcher;
    this.resources = resources;
  }

  /** Returns a batch dispatcher whose slots go through this dispatcher. */
  public static FanOut over(Dispatcher dispatcher, Resources resources) {
    return new FanOut(dispatcher, resources);
  }

  @Override
  public Batch start(BatchRequest request) {
    var batch = new RunningBatch(dispatcher, resources, request);
    batch.begin();
    return batch;
  }
}
