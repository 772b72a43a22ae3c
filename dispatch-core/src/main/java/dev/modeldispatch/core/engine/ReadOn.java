package dev.modeldispatch.core.engine;

import dev.modeldispatch.ModelTarget;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connector's action that reads on: run once, whoever comes first, and harmless to others. */
final class ReadOn implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOn.class);

  private final ModelTarget target;
  private final Runnable action;
  private final AtomicBoolean done = new AtomicBoolean();

  ReadOn(ModelTarget target, Runnable action) {
    this.target = target;
    this.action = action;
  }

  @Override
  public void run() {
    if (done.compareAndSet(false, true)) {
      try {
        action.run();
      } catch (Throwable e) { // a connector's mistake must not reach the listener's queue
        LOG.warn("the connector of {} threw {} reading on", target, e.getClass().getName());
      }
    }
  }
}
