package dev.modeldispatch.core.batch;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.SerialEvents;
import dev.modeldispatch.core.internal.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tells the batch's listener what happens in each slot. A slot's events come from its dispatcher
 * and from the batch itself, so each slot has one queue for both.
 */
final class Hearing {
  private final List<SerialEvents> slots;
  private final CountDownLatch settledToHear;

  Hearing(
      Optional<BatchRequest.Listener> listener,
      List<ModelTarget> targets,
      List<Prompt> prompts,
      Executor callbacks) {
    int size = targets.size();
    slots = new ArrayList<>(listener.isPresent() ? size : 0);
    settledToHear = new CountDownLatch(listener.isPresent() ? size : 0);
    listener.ifPresent(
        hears -> {
          for (int i = 0; i < size; i++) {
            var trace = Trace.ofSlot(targets.get(i), prompts.get(i));
            slots.add(slot(hears, i, callbacks, trace));
          }
        });
  }

  private SerialEvents slot(
      BatchRequest.Listener listener, int index, Executor callbacks, Trace trace) {
    return SerialEvents.to(
        event -> {
          try {
            listener.onEvent(index, event);
          } finally {
            if (event instanceof DispatchEvent.Settled) {
              settledToHear.countDown();
            }
          }
        },
        callbacks,
        trace);
  }

  boolean isHeard() {
    return !slots.isEmpty();
  }

  void tell(int slot, DispatchEvent event) {
    if (isHeard()) {
      slots.get(slot).tell(event);
    }
  }

  /** Waits until the listener has heard how each slot ended; false if that takes too long. */
  boolean awaitSettled(long millis) throws InterruptedException {
    return settledToHear.await(millis, TimeUnit.MILLISECONDS);
  }
}
