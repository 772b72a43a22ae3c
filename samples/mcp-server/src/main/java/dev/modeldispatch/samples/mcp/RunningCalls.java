package dev.modeldispatch.samples.mcp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The requests that have no answer yet, by their ids.
 *
 * <p>Between threads: the reading thread alone begins and cancels; a call ends on any thread. A
 * call may end while it begins, and is then never found; whoever takes it out of the map, end or
 * cancel, is the one that counts. A cancelled call is not answered any more.
 */
final class RunningCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCalls.class);

  private final Map<Object, Disposable> running = new ConcurrentHashMap<>();

  /** Begins the work of the request with this id. */
  void begin(Object id, Mono<Void> work) {
    Disposable.Swap call = Disposables.swap();
    running.put(id, call);
    call.update(
        work.doFinally(signal -> running.remove(id, call))
            .subscribe(
                done -> {},
                thrown -> LOG.warn("a request ended with {}", thrown.getClass().getName())));
  }

  /** Ends the work of this request, if it goes on. */
  void cancel(Object id) {
    Disposable call = running.remove(id);
    if (call != null) { // else it loses to the answer
      call.dispose();
    }
  }

  void cancelAll() {
    running.keySet().forEach(this::cancel);
  }
}
