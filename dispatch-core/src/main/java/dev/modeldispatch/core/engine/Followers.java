package dev.modeldispatch.core.engine;

import dev.modeldispatch.ModelResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who of the connectors wants to know what became of a dispatch. Thread-safe. */
final class Followers {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

  private List<Consumer<ModelResult>> waiting = List.of();
  private Optional<ModelResult> result = Optional.empty();

  /** Adds one, who is told at once if there is a result. */
  void add(Consumer<ModelResult> follower) {
    Optional<ModelResult> known;
    synchronized (this) {
      known = result;
      if (known.isEmpty()) {
        waiting = new ArrayList<>(waiting);
        waiting.add(follower);
      }
    }
    known.ifPresent(there -> tell(follower, there));
  }

  /** Tells the result; not to be called under a lock. */
  void tell(ModelResult settled) {
    List<Consumer<ModelResult>> all;
    synchronized (this) {
      result = Optional.of(settled);
      all = waiting;
      waiting = List.of();
    }
    all.forEach(follower -> tell(follower, settled));
  }

  private static void tell(Consumer<ModelResult> follower, ModelResult settled) {
    try {
      follower.accept(settled);
    } catch (Throwable e) { // a connector's mistake must not keep its dispatch from its end
      LOG.warn("the connector of {} threw {}", settled.target(), e.getClass().getName());
    }
  }
}
