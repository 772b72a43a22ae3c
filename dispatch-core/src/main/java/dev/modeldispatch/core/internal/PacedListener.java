package dev.modeldispatch.core.internal;

import dev.modeldispatch.DispatchListener;

/** A listener that says when it takes the next event; what it does not take yet waits in order. */
public interface PacedListener extends DispatchListener {
  /** {@return whether it takes an event now} Asked under a lock: to look at a field, no more. */
  boolean isReady();

  /**
   * Hears once, before the first event, what to run whenever it has become ready again: on any
   * thread, without a lock. It may hear events inside of that.
   */
  void onReady(Runnable goOn);
}
