package dev.modeldispatch.core.internal;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener its events: serially, in order, on the callback threads.
 *
 * <p>Between threads: whoever finds the queue at rest sets it running, and whoever tells leaves it
 * at rest when nothing is left or the listener is not {@link PacedListener#isReady ready}; both are
 * looked at under the queue's lock, so that nothing is left behind. No lock is held while the
 * listener is told, nor while those read on who were held back since too much text was unread.
 */
public final class SerialEvents implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SerialEvents.class);

  /** Above so many unread characters of text nobody reads on; at less than half of it all do. */
  private static final int MUCH_TEXT = 256 << 10;

  private final DispatchListener listener;
  private final Executor callbacks;
  private final Trace trace;
  private final ArrayDeque<DispatchEvent> queue;
  private List<Runnable> held = List.of();
  private long unread;
  private boolean running;

  private SerialEvents(DispatchListener listener, Executor callbacks, Trace trace) {
    this.listener = listener;
    this.callbacks = callbacks;
    this.trace = trace;
    this.queue = new ArrayDeque<>(4);
  }

  /** Returns the queue of this listener; the trace is in the logging context while it is told. */
  public static SerialEvents to(DispatchListener listener, Executor callbacks, Trace trace) {
    var events = new SerialEvents(listener, callbacks, trace);
    if (listener instanceof PacedListener paced) {
      paced.onReady(events::deliver);
    }
    return events;
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
        unread += text(event);
      }
    }
  }

  private static int text(DispatchEvent event) {
    return event instanceof DispatchEvent.Text text ? text.text().length() : 0;
  }

  /** Runs the action at once, or as soon as the listener has been told most of the text. */
  public void whenRead(Runnable readOn) {
    synchronized (queue) {
      if (unread > MUCH_TEXT) {
        List<Runnable> more = new ArrayList<>(held);
        more.add(readOn);
        held = more;
        return;
      }
    }
    readOn.run();
  }

  /** Has told what was added; without a lock, since the executor may be one that runs at once. */
  public void deliver() {
    synchronized (queue) {
      if (running || queue.isEmpty() || !isReady()) {
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
      readOn();
      tellNow(event);
    }
  }

  /** Before the event is told, which may take its time. */
  private void readOn() {
    List<Runnable> free;
    synchronized (queue) {
      if (held.isEmpty() || unread >= MUCH_TEXT / 2) {
        return;
      }
      free = held;
      held = List.of();
    }
    free.forEach(Runnable::run);
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
      DispatchEvent event = isReady() ? queue.poll() : null;
      running = event != null;
      unread -= event == null ? 0 : text(event);
      return event;
    }
  }

  private boolean isReady() {
    return !(listener instanceof PacedListener paced) || paced.isReady();
  }
}
