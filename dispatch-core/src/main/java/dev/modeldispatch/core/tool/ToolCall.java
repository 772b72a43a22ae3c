package dev.modeldispatch.core.tool;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.connector.ResultFuture;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a tool, as the work behind its future.
 *
 * <p>Between threads: the first of {@link #end} and {@link #cancel} decides, under the queue's
 * lock. What the caller hears goes through the queue, and whoever finds it at rest tells until it
 * is empty, without the lock. The reply is the last in the queue, so every step comes before it;
 * after a cancel nothing more is told.
 */
final class ToolCall implements ResultFuture.Work<ToolReply> {
  static final ToolProgress UNHEARD = step -> {};

  private static final Logger LOG = LoggerFactory.getLogger(ToolCall.class);

  private final String family;
  private final ToolProgress progress;
  private final ResultFuture<ToolReply> future = new ResultFuture<>(this);
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final BitSet settled = new BitSet();
  private Runnable stop = () -> {};
  private Optional<ToolReply> outcome = Optional.empty();
  private boolean cancelled;
  private boolean telling;

  /** Makes one whose own texts have this prefix. */
  ToolCall(String family, ToolProgress progress) {
    this.family = family;
    this.progress = progress;
  }

  ResultFuture<ToolReply> future() {
    return future;
  }

  boolean isHeard() {
    return progress != UNHEARD;
  }

  boolean wantsText() {
    return progress.wantsText();
  }

  /** Sets what ends the work; runs it at once if the call is cancelled already. */
  void onCancel(Runnable ends) {
    synchronized (queue) {
      stop = ends;
      if (!cancelled) {
        return;
      }
    }
    ends.run();
  }

  void text(int slot, String piece) {
    tell(() -> progress.onText(slot, piece));
  }

  /** Tells what happened while no further target has ended. */
  void step(int total, String message) {
    synchronized (queue) {
      addStep(total, message);
    }
    drain();
  }

  /** Tells that the target at this place has ended, once. */
  void settled(int slot, int total, String message) {
    synchronized (queue) {
      if (settled.get(slot)) {
        return;
      }
      settled.set(slot);
      addStep(total, message);
    }
    drain();
  }

  private void addStep(int total, String message) {
    if (outcome.isEmpty()) {
      var step = new ToolProgress.Step(settled.cardinality(), total, message);
      queue.add(() -> progress.onStep(step));
    }
  }

  private void tell(Runnable item) {
    synchronized (queue) {
      if (outcome.isEmpty()) {
        queue.add(item);
      }
    }
    drain();
  }

  /** Ends the call with this reply, unless it has ended. */
  void end(ToolReply reply) {
    synchronized (queue) {
      if (outcome.isPresent()) {
        return; // loses to an earlier end or a cancel
      }
      outcome = Optional.of(reply);
      queue.add(() -> future.settle(reply));
    }
    drain();
  }

  /** Ends the call with an error of our own words. */
  void fail(FailureKind kind, String message, String hint) {
    end(Words.error(family, kind, message, hint, ""));
  }

  @Override
  public boolean cancel() {
    Runnable ends;
    synchronized (queue) {
      if (outcome.isPresent()) {
        return false; // loses to the reply
      }
      cancelled = true;
      outcome =
          Optional.of(Words.error(family, FailureKind.CANCELLED, "the call was cancelled", "", ""));
      queue.clear();
      ends = stop;
    }
    ends.run();
    return true;
  }

  @Override
  public Optional<ToolReply> outcome() {
    synchronized (queue) {
      return outcome;
    }
  }

  private void drain() {
    synchronized (queue) {
      if (telling) {
        return;
      }
      telling = true;
    }
    for (Runnable item = next(); item != null; item = next()) {
      try {
        item.run();
      } catch (Throwable e) { // a listener's mistake, an Error too, must not lose the reply
        LOG.warn("a listener of a tool's call threw {}", e.getClass().getName());
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (queue) {
      Runnable item = queue.poll();
      telling = item != null;
      return item;
    }
  }
}
