package dev.modeldispatch.core.engine;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a dispatch has asked, so that nobody is asked as another's fallback twice, and whom it
 * passed over. Used under its dispatch's lock.
 */
final class Asked {
  private final List<ModelTarget> targets = new ArrayList<>(1);
  private final List<String> notes = new ArrayList<>(0);

  Asked(ModelTarget first) {
    targets.add(first);
  }

  /** Whether the target is new, and worth asking; who is passed over for its key is noted. */
  boolean mayAsk(ModelTarget target, Optional<FailureKind> dead) {
    if (targets.contains(target)) {
      return false;
    }
    dead.ifPresent(
        kind ->
            note(target + " was not asked: its provider lately failed with " + kind.code() + "."));
    return dead.isEmpty();
  }

  /** Asks one more; false if enough were asked. */
  boolean ask(ModelTarget target) {
    if (targets.size() > Fallbacks.MAX) {
      note(target + " was not asked: " + Fallbacks.MAX + " fallbacks are the most.");
      return false;
    }
    return targets.add(target);
  }

  void note(String remark) {
    if (!notes.contains(remark)) {
      notes.add(remark);
    }
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
