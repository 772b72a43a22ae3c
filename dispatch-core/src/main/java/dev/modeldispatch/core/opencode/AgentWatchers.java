package dev.modeldispatch.core.opencode;

import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who hears of a session's changes: each of them once, in their order, one at a time.
 *
 * <p>Between threads: whoever finds nobody telling tells all that is queued, without the lock.
 */
final class AgentWatchers {
  private static final Logger LOG = LoggerFactory.getLogger(AgentWatchers.class);

  private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();
  private final ArrayDeque<Status> queue = new ArrayDeque<>();
  private @Nullable Status last;
  private boolean telling;

  /** One who hears, apart from others with the same listener. */
  static final class Watcher {
    private final Consumer<Status> listener;

    private Watcher(Consumer<Status> listener) {
      this.listener = listener;
    }
  }

  Watcher add(Consumer<Status> listener) {
    var watcher = new Watcher(listener);
    watchers.add(watcher);
    return watcher;
  }

  void remove(Watcher watcher) {
    watchers.remove(watcher);
  }

  void clear() {
    watchers.clear();
  }

  boolean isEmpty() {
    return watchers.isEmpty();
  }

  /** It is so, which is no news. */
  synchronized void known(Status status) {
    last = status;
  }

  /** Tells all of it, unless it is no news. */
  void tell(Status status) {
    synchronized (this) {
      if (status.equals(last)) {
        return;
      }
      last = status;
      queue.add(status);
      if (telling) {
        return;
      }
      telling = true;
    }
    for (Status first = next(); first != null; first = next()) {
      tellNow(first);
    }
  }

  private synchronized @Nullable Status next() {
    Status first = queue.poll();
    telling = first != null;
    return first;
  }

  private void tellNow(Status status) {
    for (Watcher watcher : List.copyOf(watchers)) {
      try {
        watcher.listener.accept(status);
      } catch (RuntimeException e) { // a listener's mistake must not stop the session
        LOG.warn("a listener of {} threw {}", status.at().id(), e.getClass().getName());
      }
    }
  }
}
