package dev.modeldispatch.core.fleet;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who watch a session: told one state after the other, each change once.
 *
 * <p>Between threads: states are queued in their order under this object's lock, and told without
 * it by whoever finds nobody telling.
 */
final class OppiListeners {
  private static final Logger LOG = LoggerFactory.getLogger(OppiListeners.class);

  private final List<Consumer<SessionState>> listeners = new CopyOnWriteArrayList<>();
  private final ArrayDeque<SessionState> queue = new ArrayDeque<>();
  private @Nullable SessionState last;
  private boolean telling;

  void listen(Consumer<SessionState> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<SessionState> listener) {
    listeners.remove(listener);
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Adds a state, if it is a change; {@link #tell} has to follow. */
  synchronized void add(SessionState state) {
    if (!isLast(state)) {
      last = state;
      queue.add(state);
    }
  }

  private boolean isLast(SessionState state) {
    SessionState before = last;
    return before != null
        && before.status() == state.status()
        && before.usage().equals(state.usage())
        && before.failure().isPresent() == state.failure().isPresent();
  }

  /** Tells what was added; not under a lock. */
  void tell() {
    synchronized (this) {
      if (telling) {
        return;
      }
      telling = true;
    }
    for (SessionState next = next(); next != null; next = next()) {
      for (Consumer<SessionState> listener : listeners) {
        tell(listener, next);
      }
    }
  }

  private static void tell(Consumer<SessionState> listener, SessionState state) {
    try {
      listener.accept(state);
    } catch (RuntimeException e) {
      LOG.warn("a listener threw {} at {}", e.getClass().getName(), state);
    }
  }

  private synchronized @Nullable SessionState next() {
    SessionState next = queue.poll();
    telling = next != null;
    return next;
  }
}
