package dev.modeldispatch.testkit;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to a listener one after the other, in the order in which they were told, up to
 * Settled. Whoever finds nobody handing over does it; what the listener throws is logged. Nothing
 * is held while the listener runs.
 */
final class SerialListener {
  private static final System.Logger LOG =
      System.getLogger("dev.modeldispatch.testkit.ScriptedDispatcher");

  private final DispatchListener listener;
  private final Executor callbacks;
  private final ArrayDeque<DispatchEvent> waiting = new ArrayDeque<>();
  private boolean handing;
  private boolean ended;

  SerialListener(DispatchListener listener, Executor callbacks) {
    this.listener = listener;
    this.callbacks = callbacks;
  }

  void tell(DispatchEvent event) {
    if (listener == DispatchListener.none()) {
      return;
    }
    synchronized (waiting) {
      if (ended) {
        return; // nothing follows Settled
      }
      ended = event instanceof DispatchEvent.Settled;
      waiting.add(event);
      if (handing) {
        return; // loses to the one who hands over, who will find the event
      }
      handing = true;
    }
    callbacks.execute(this::handOver);
  }

  private void handOver() {
    for (var event = next(); event != null; event = next()) {
      deliver(listener, event);
    }
  }

  private @Nullable DispatchEvent next() {
    synchronized (waiting) {
      var event = waiting.poll();
      handing = event != null;
      return event;
    }
  }

  /** Tells the listener; what it throws changes nothing. */
  static void deliver(DispatchListener listener, DispatchEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: a listener threw {1}; the dispatch goes on.",
          event.target(),
          e.getClass().getName());
    }
  }
}
