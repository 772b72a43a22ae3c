package dev.modeldispatch.core.internal;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener its events: serially, in order, on the callback threads. Whoever finds the
 * queue at rest sets it running; no lock is held while the listener is told.
 */
public final class SerialEvents implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SerialEvents.class);

  private final DispatchListener listener;
  private final Executor callbacks;
  private final Trace trace;
  private final ArrayDeque<DispatchEvent> queue;
  private boolean running;

  private SerialEvents(DispatchListener listener, Executor callbacks, Trace trace) {
    this.listener = listener;
    this.callbacks = callbacks;
    this.trace = trace;
    this.queue = new ArrayDeque<>(4);
  }

  /** Returns the queue of this listener; the trace is in the logging context while it is told. */
  public static SerialEvents to(DispatchListener listener, Executor callbacks, Trace trace) {
    return new SerialEvents(listener, callbacks, trace);
  }

  /** Whether anybody listens, so that an event is worth making. */
  public boolean isHeard() {
    return listener != DispatchListener.none();
  }

  /** Whether the listener reads text as it comes. */
  public boolean wantsText() {
    return listener.wantsText();
  }

  /** Adds an event, and has it told; not to be called under a lock. */
  public void tell(DispatchEvent event) {
    add(event);
    deliver();
  }

  /**
   * Adds an event; the listener hears it after all earlier ones. {@link #deliver} has to follow.
   */
  public void add(DispatchEvent event) {
    if (isHeard()) {
      synchronized (queue) {
        queue.add(event);
      }
    }
  }

  /** Has told what was added; without a lock, since the executor may be one that runs at once. */
  public void deliver() {
    synchronized (queue) {
      if (running || queue.isEmpty()) {
        return;
      }
      running = true;
    }
    callbacks.execute(this);
  }

  /** For the callback threads alone. */
  @Override
  public void run() {
    trace.during(this::tellAll);
  }

  private void tellAll() {
    for (DispatchEvent event = next(); event != null; event = next()) {
      tellNow(event);
    }
  }

  private void tellNow(DispatchEvent event) {
    try {
      listener.onEvent(event);
    } catch (Throwable e) { // a listener's mistake, an Error too, must not stop its dispatch
      LOG.warn(
          "a listener threw {} at {} of {}; the dispatch goes on",
          e.getClass().getName(),
          event.getClass().getSimpleName(),
          event.target());
    }
  }

  private @Nullable DispatchEvent next() {
    synchronized (queue) {
      DispatchEvent event = queue.poll();
      running = event != null;
      return event;
    }
  }
}
